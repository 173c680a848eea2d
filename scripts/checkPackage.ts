// Checks what `npm pack` would deliver, as `publint --strict` does, without the bundled packages: they are as their authors made them.
import { readFileSync } from 'node:fs';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const { messages } = await publint({ strict: true });
const own = messages.filter(({ args }) => !JSON.stringify(args).includes('/node_modules/'));
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
for (const message of own) process.stdout.write(`${message.type}: ${formatMessage(message, manifest)}\n`);
if (own.length === 0) process.stdout.write('package: nothing to fix\n');
process.exitCode = own.some(({ type }) => type !== 'suggestion') ? 1 : 0;
