// Starts the window: connects to main, then draws into the page.
import { render } from 'preact';
import { App } from './app.tsx';
import { fetchPlotSoon } from './history-plot-fetch.ts';
import { followLanguage } from './language.ts';
import { followTime } from './now.ts';
import { MiniMeter } from './parts/mini-meter.tsx';
import { followSettled } from './settled.ts';
import { connect } from './state.ts';
import { followTitle } from './window-title.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root element');
connect();
followTime(document);
followLanguage(document);
followTitle(document);
// The small meter is the same page, asked for by its name.
render(location.hash === '#mini' ? <MiniMeter /> : <App />, root);
followSettled();
if (location.hash !== '#mini') fetchPlotSoon();
