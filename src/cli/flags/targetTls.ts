import { resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { mostBytes, readRegularSync } from '../../files/regularFile.ts';
import { UserError } from '../../model/errors.ts';
import type { TlsMaterial } from '../../model/targetSpec.ts';
import type { TlsFiles } from '../../schema/config/config.ts';

/**
 * Reads the certificates of a target.
 * @throws UserError usage for a file that cannot be read, that is no PEM, or that misses its other half
 */
export function readTls(files: TlsFiles, folder: string, where: string): TlsMaterial {
  const { ca, cert, key } = files;
  if ((cert === undefined) !== (key === undefined))
    throw trouble('a client certificate is a pair of cert and key', 'Name both, or neither.', where);
  const read = (file: string): string => {
    try {
      return readRegularSync(resolve(folder, file), mostBytes.key).toString('utf8');
    } catch {
      throw trouble(`the file ${file} cannot be read`, 'Correct its path, from the folder of the config.', where);
    }
  };
  const material: TlsMaterial = {
    ...(ca === undefined ? {} : { caCert: read(ca) }),
    ...(cert === undefined || key === undefined ? {} : { client: { cert: read(cert), key: read(key) } }),
  };
  try {
    createSecureContext({ ca: material.caCert, ...material.client });
  } catch {
    throw trouble('the certificates cannot be used', 'Name PEM files; a key belongs to its certificate.', where);
  }
  return material;
}

function trouble(what: string, fix: string, where: string): UserError {
  return new UserError('usage', what, fix, where);
}
