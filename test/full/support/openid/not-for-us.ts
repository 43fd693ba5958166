// The modules of the same plans that do not apply to our client, each with the reason: counted and printed, never left out.

/** A reason, and the modules it holds for. */
const byReason: Readonly<Record<string, readonly string[]>> = {
  'nothing of an id token comes through the browser (authorization code alone)': [
    'nonce-unless-code-flow',
    'missing-chash',
    'invalid-chash',
    'missing-athash',
    'invalid-athash',
    'invalid-missing-shash',
    'invalid-shash',
  ],
  'no nonce is asked for, so none can be missing (design §4; PKCE and state protect the code)': [
    'invalid-missing-nonce',
  ],
  'no user info is asked: whose account it is stands in the id token': [
    'scope-userinfo-claims',
    'userinfo-invalid-sub',
    'userinfo-bearer-header',
    'userinfo-bearer-body',
    'signed-userinfo',
    'aggregated-claims',
    'distributed-claims',
  ],
  'a public client, registered beforehand: no secret, no certificate, no registration of its own': [
    'client-secret-basic',
    'dynamic-registration',
    'mtls-endpoint-aliases',
  ],
  'the issuer is fixed, never found by an address of the person': [
    'discovery-webfinger-acct',
    'discovery-webfinger-url',
  ],
  'the request is no signed object and is fetched from nowhere': [
    'request-uri-signed-none',
    'request-uri-signed-rs256',
  ],
  'the answer comes as a query, neither as a form nor signed (JARM)': [
    'form-post-error',
    'ensure-jarm-signature-is-not-none',
    'ensure-jarm-with-expired-exp-fails',
    'ensure-jarm-with-invalid-sig-fails',
    'ensure-jarm-without-aud-fails',
    'ensure-jarm-without-exp-fails',
    'ensure-jarm-without-iss-fails',
  ],
  'no encrypted id token is asked for': ['encrypted-idtoken-usingrsa15'],
  'no session of a web site: a sign-out here revokes the tokens': [
    'rp-init-logout',
    'rp-init-logout-invalid-state',
    'rp-init-logout-no-state',
    'backchannel-rp-initiated-logout',
    'backchannel-rp-initiated-logout-alg-none',
    'backchannel-rp-initiated-logout-no-event',
    'backchannel-rp-initiated-logout-with-nonce',
    'backchannel-rp-initiated-logout-wrong-alg',
    'backchannel-rp-initiated-logout-wrong-aud',
    'backchannel-rp-initiated-logout-wrong-event',
    'backchannel-rp-initiated-logout-wrong-issuer',
    'frontchannel-logout-op-initiated',
    'frontchannel-logout-rp-initiated',
    'session-management',
    '3rd-party-init-login',
  ],
};

export interface NotForUs {
  readonly reason: string;
  readonly names: readonly string[];
}

export const notForUs: readonly NotForUs[] = Object.entries(byReason).map(([reason, names]) => ({
  reason,
  names,
}));
