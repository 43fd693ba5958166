// The address of a company's own GitHub, which GitHub runs for it apart from github.com (data residency). Pure.

/** One name below GitHub's own domain for companies, so that nobody else can have it. */
const hostPattern = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.ghe\.com$/;
/** Of its sign-ins. */
const issuerPattern = /^https:\/\/([^/]+)\/login\/oauth$/;

export function isCompanyGithub(host: string): boolean {
  return hostPattern.test(host);
}

/** GitHub announces no issuer for sign-ins; this is the address of all its endpoints for them. */
export function githubIssuer(host: string): string {
  return `https://${host}/login/oauth`;
}

/** The host whose issuer that is; undefined for one that is none of GitHub's. */
export function githubHost(issuer: string): string | undefined {
  const host = issuerPattern.exec(issuer)?.[1];
  return host === 'github.com' || (host !== undefined && isCompanyGithub(host)) ? host : undefined;
}
