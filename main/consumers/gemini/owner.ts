// Gemini CLI as the keeper of a Code Assist login. It signs in and out in its own terminal alone, so that here its files are
// read and nothing is asked of it.
import type { LoginOwner } from '../description.ts';
import { credentialsName, identityOf, readGeminiFiles, workingToken } from './credentials-file.ts';

export const owner: LoginOwner = {
  program: 'gemini',
  label: 'Gemini CLI',
  install: 'npm install -g @google/gemini-cli',
  isReadFromFiles: true,

  async read({ folder }, { read }) {
    return identityOf(await readGeminiFiles(folder, read));
  },

  async isStill({ folder }, subject, { read }) {
    const found = identityOf(await readGeminiFiles(folder, read));
    return found === undefined ? undefined : found.subject === subject;
  },

  async lendToken({ folder }, { read }, nowMs) {
    return workingToken(await read(`${folder}/${credentialsName}`), nowMs);
  },
};
