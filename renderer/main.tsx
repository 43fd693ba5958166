// Starts the window: connects to main, then draws into the page.
import { render } from 'preact';
import { App } from './app.tsx';
import { followLanguage } from './language.ts';
import { followTime } from './now.ts';
import { connect } from './state.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root element');
connect();
followTime(document);
followLanguage(document);
render(<App />, root);
