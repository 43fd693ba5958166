// Variables of the environment that would weaken TLS, write secrets down or run foreign code in our process (TK-08, EL-05).
// Proxies, NODE_EXTRA_CA_CERTS and SSL_CERT_* are the person's own set-up and stay.

/** The fuses of the binary cover some of them as well; Chromium reads the first two from the environment itself. */
export const unsafeVariables = [
  'SSLKEYLOGFILE',
  'CHROME_LOG_FILE',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_OPTIONS',
  'NODE_DEBUG',
  'NODE_DEBUG_NATIVE',
  'NODE_REDIRECT_WARNINGS',
  'NODE_V8_COVERAGE',
  'ELECTRON_ENABLE_LOGGING',
  'ELECTRON_ENABLE_STACK_DUMPING',
  'ELECTRON_LOG_FILE',
  'ELECTRON_NO_ASAR',
  'ELECTRON_RUN_AS_NODE',
] as const;

/** Takes them away; what is started from here on does not get them either. */
export function withoutUnsafe(environment: Record<string, string | undefined>): void {
  // On Windows names differ in case and mean the same.
  const named = new Set<string>(unsafeVariables);
  for (const name of Object.keys(environment))
    if (named.has(name.toUpperCase())) Reflect.deleteProperty(environment, name);
}
