// Makes the throw-away certificate authority and the one server certificate of a sandbox.
import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Certificates {
  /** Path of the authority's certificate, to be trusted by everything inside the world. */
  readonly authorityPath: string;
  /** What SSL_CERT_FILE may point at: the same authority alone, since nothing else can be reached. */
  readonly bundlePath: string;
  readonly serverCertificate: string;
  readonly serverKey: string;
}

// A configuration of our own: the machine's openssl.cnf may add extensions that contradict ours.
const configuration = (hosts: readonly string[]): string => `[req]
distinguished_name = name
prompt = no
[name]
CN = Gatehouse sandbox
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = ${hosts.map((host) => `DNS:${host}`).join(', ')}
`;

/**
 * The `openssl` program rather than a library: two calls of about 10 ms each, already required by Debian's own
 * packages, and it keeps an ASN.1 stack out of the dependencies. `node:crypto` can read but not issue certificates.
 */
export async function makeCertificates(folder: string, hosts: readonly string[]): Promise<Certificates> {
  await mkdir(folder, { recursive: true });
  const file = (name: string): string => join(folder, name);
  await writeFile(file('openssl.cnf'), configuration(hosts));
  const issue = (
    extensions: string,
    key: string,
    certificate: string,
    more: string[] = [],
  ): Promise<unknown> =>
    run('openssl', [
      ...['req', '-x509', '-config', file('openssl.cnf'), '-extensions', extensions],
      ...['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30'],
      ...['-keyout', file(key), '-out', file(certificate), ...more],
    ]);
  await issue('authority', 'ca.key', 'ca.pem', ['-subj', '/CN=Gatehouse sandbox authority']);
  await issue('server', 'server.key', 'server.pem', ['-CA', file('ca.pem'), '-CAkey', file('ca.key')]);
  const authority = await readFile(file('ca.pem'));
  await writeFile(file('bundle.pem'), authority);
  // The world runs its programs as another user, who must be able to read what is to be trusted.
  await Promise.all(['ca.pem', 'bundle.pem'].map((name) => chmod(file(name), 0o644)));
  return {
    authorityPath: file('ca.pem'),
    bundlePath: file('bundle.pem'),
    serverCertificate: await readFile(file('server.pem'), 'utf8'),
    serverKey: await readFile(file('server.key'), 'utf8'),
  };
}
