import { connect } from 'node:net';

/** The first message of the native protocol; resolves to what came back before the end, as Latin-1. */
export function nativeLogin(port: number, user: string, password: string): Promise<string> {
  const text = (value: string): Buffer => Buffer.from(`${String.fromCharCode(value.length)}${value}`, 'latin1');
  const version = Buffer.from([26, 7, 0xae, 0xa9, 0x03]);
  const hello = [Buffer.from([0]), text('client'), version, text(''), text(user), text(password)];
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.concat(hello)));
    socket.on('data', (bytes) => {
      answer += bytes.toString('latin1');
      socket.end();
    });
    socket.on('error', () => resolve(answer));
    socket.on('close', () => resolve(answer));
  });
}
