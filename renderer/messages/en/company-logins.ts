// Texts about logins that the server of a company offers to OpenCode.

export const companyLoginMessages = {
  companyLogins: 'Company logins of OpenCode',
  companyLoginsEffect:
    'The server of a company names a command whose output becomes OpenCode’s key. You are shown that command before it runs, unless you have allowed exactly this one before. From then on the server has a say in OpenCode’s settings at every start.',
  companyVariable: (variable: string): string => `Its key is in ${variable}.`,
  companyAddress: 'Server',
  companyAddressHint: 'https://ai.example.com',
  companyLogIn: 'Log in…',
  companyLoginNamed: 'Log OpenCode in at a company’s server',
  companyLoggingIn: 'Waiting for the server, your answer in the dialog and the command…',
  companyLoggedIn: (host: string): string => `OpenCode is logged in at ${host}.`,
  companyLogOut: 'Log out',
  companyLogOutNamed: (url: string): string => `Log out of ${url}`,
};
