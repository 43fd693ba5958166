// Names that several endpoints of GitHub share.

/** github.com, or a company's own GitHub, which has people and tokens of its own. */
export interface GithubSite {
  readonly id: string;
  readonly signInHost: string;
  readonly apiHost: string;
}

export const githubCom: GithubSite = {
  id: 'copilot',
  signInHost: 'github.com',
  apiHost: 'api.github.com',
};
/** As the example package of the tests describes it (test/fakes/provider-packages.ts). */
export const companyGithub: GithubSite = {
  id: 'acme-github',
  signInHost: 'acme.ghe.com',
  apiHost: 'api.acme.ghe.com',
};

export const copilotCliClientId = 'Ov23ctDVkRmgkPke0Mmm';
export const opencodeClientId = 'Ov23li8tweQw6odWQebz';
