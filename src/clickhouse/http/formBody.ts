import { randomBytes } from 'node:crypto';

export interface FormBody {
  readonly contentType: string;
  readonly text: string;
}

/** Fields as `multipart/form-data`. */
export function formBody(fields: Readonly<Record<string, string>>): FormBody {
  const boundary = `hogbench${randomBytes(16).toString('hex')}`;
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return { contentType: `multipart/form-data; boundary=${boundary}`, text: `${parts.join('')}--${boundary}--\r\n` };
}
