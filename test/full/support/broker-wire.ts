// One connection to the local service that is kept open, with little work of its own for each request: whoever measures the
// service must not be what is measured.
import { connect, type Socket } from 'node:net';

export interface WireAnswer {
  readonly status: number;
  readonly text: string;
}

export interface Wire extends Disposable {
  /** One after the other. @param body sent as JSON. Rejects when the connection is closed first. */
  ask(method: string, path: string, body?: unknown): Promise<WireAnswer>;
  /** Writes a request whose answer does not end; resolves with what comes first. @param heard of everything after it */
  follow(path: string, heard?: (text: string) => void): Promise<WireAnswer>;
  readonly closed: Promise<void>;
}

const headEnd = '\r\n\r\n';

function headerIn(head: string, name: string): string | undefined {
  return new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1];
}

/** The text of the first answer, or undefined while it is not whole. All of it is ASCII but for names, which count bytes. */
function answerIn(bytes: Buffer): { readonly answer: WireAnswer; readonly rest: Buffer } | undefined {
  const end = bytes.indexOf(headEnd);
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end);
  const length = Number(headerIn(head, 'content-length') ?? 0);
  const from = end + headEnd.length;
  if (bytes.length < from + length) return undefined;
  const status = Number(head.slice(9, 12));
  return {
    answer: { status, text: bytes.toString('utf8', from, from + length) },
    rest: bytes.subarray(from + length),
  };
}

export async function openWire(socketPath: string, grant: string): Promise<Wire> {
  const socket = await connected(socketPath);
  let bytes: Buffer = Buffer.alloc(0);
  let waiter: { resolve: (answer: WireAnswer) => void; reject: (thrown: Error) => void } | undefined;
  let isFollowing = false;
  let heardMore: (text: string) => void = () => undefined;

  const { promise: closed, resolve: close } = Promise.withResolvers<undefined>();
  socket.on('data', (chunk) => {
    if (isFollowing && waiter === undefined) {
      heardMore(chunk.toString('utf8'));
      return;
    }
    bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
    const found = isFollowing ? begunIn(bytes) : answerIn(bytes);
    if (found === undefined) return;
    bytes = found.rest;
    const { resolve } = waiter ?? {};
    waiter = undefined;
    resolve?.(found.answer);
  });
  socket.on('error', () => undefined);
  socket.once('close', () => {
    waiter?.reject(new Error('the connection was closed'));
    close(undefined);
  });

  function send(text: string): Promise<WireAnswer> {
    return new Promise((resolve, reject) => {
      if (socket.destroyed) {
        reject(new Error('the connection was closed'));
        return;
      }
      waiter = { resolve, reject };
      socket.write(text);
    });
  }

  const head = (method: string, path: string): string =>
    `${method} ${path} HTTP/1.1\r\nHost: gatehouse\r\nAuthorization: Bearer ${grant}\r\n`;
  return {
    ask(method, path, body) {
      if (body === undefined) return send(`${head(method, path)}\r\n`);
      const text = JSON.stringify(body);
      const length = Buffer.byteLength(text);
      return send(
        `${head(method, path)}Content-Type: application/json\r\nContent-Length: ${length}${headEnd}${text}`,
      );
    },
    follow(path, heard = () => undefined) {
      isFollowing = true;
      heardMore = heard;
      return send(`${head('GET', path)}\r\n`);
    },
    closed,
    [Symbol.dispose]() {
      socket.destroy();
    },
  };
}

/** An answer that goes on: its status and what came with it. */
function begunIn(bytes: Buffer): { readonly answer: WireAnswer; readonly rest: Buffer } | undefined {
  const end = bytes.indexOf(headEnd);
  const status = Number(bytes.toString('latin1', 9, 12));
  if (end < 0 || (status === 200 && bytes.length === end + headEnd.length)) return undefined;
  return { answer: { status, text: bytes.toString('utf8', end + headEnd.length) }, rest: Buffer.alloc(0) };
}

function connected(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}
