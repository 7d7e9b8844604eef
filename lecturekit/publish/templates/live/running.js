// Code of the page that Python runs: an editor in its place, and what it shows.
import {element} from './controls.js';
import {records, remember} from './kept.js';
import {FROM_DISK, nearby, python} from './python.js';

// The code of the page, by the names of its cells; lecturekit/publish/runnable.py writes it.
const source = document.querySelector('.lecture-code');
export const lecture = source && JSON.parse(source.textContent);

// Seconds until code is ended with its worker: for code of the lecture, which ends by itself, and
// beyond its own limit for other code, which may be in a call that never returns.
const SLOW = 300, PATIENCE = 5;
const LATE = 'Python did not come to an end, so it was ended and is starting again. The rest of the page goes on.';
const LEAVING = 'Tab indents; press Escape, then Tab, to leave the editor.';

let tools, count = 0;
const megabytes = bytes => (bytes / 1e6).toFixed(1);

// editor.js, which is loaded when it is first needed.
async function loaded() {
  if (location.protocol === 'file:') throw new Error(FROM_DISK);
  try {
    return await (tools ??= import(nearby('editor.js')));
  } catch {
    tools = undefined;
    throw new Error('The editor could not be loaded.');
  }
}

export const button = (text, press) => {
  const made = element('button', {type: 'button', textContent: text});
  made.addEventListener('click', press);
  return made;
};

// A row of buttons, with a line that says what happens.
export function row(...buttons) {
  const state = element('span', {className: 'state'});
  state.setAttribute('role', 'status');
  return {keys: element('div', {className: 'keys'}, ...buttons, state), state};
}

// An editor in place of code on the page, with a row of buttons and a line that says what happens.
export class Code {
  constructor(place, text) {
    this.place = place;
    this.text = this.original = text;
    this.static = place.firstElementChild;
    Object.assign(this, row());
    place.append(this.keys);
  }

  // Show the editor; return whether that was possible.
  async open({name, keys, run}) {
    if (this.editor) return true;
    this.say('The editor is loading …');
    try {
      const {edit} = await loaded();
      const help = element('p', {className: 'help', textContent: `${keys} ${LEAVING}`, id: `keys-${++count}`});
      const box = element('div', {className: 'editor highlight'});
      this.static.replaceWith(box);
      this.editor = edit(box, {
        text: this.text, label: name, describedBy: help.id, run,
        changed: text => { this.text = text; this.changed?.(); },
      });
      box.append(help);
      this.say('');
    } catch (error) {
      this.say(error.message);
    }
    return Boolean(this.editor);
  }

  say(text) {
    this.state.textContent = text;
  }

  // Ask Python to run the code, and hand its answer on.
  async run(question, limit, use) {
    if (this.busy) return;
    this.busy = true;
    this.say(python.ready ? 'Waiting for Python …' : 'Python is starting …');
    const stop = button('Stop', () => python.stop());
    const offerStop = () => python.ready && this.keys.insertBefore(stop, this.state);
    let timer = setTimeout(offerStop, 1000 * PATIENCE); // Python may be busy, or gone without a word
    const loading = ({detail: {what, loaded, total}}) => this.say(`${what}: ${megabytes(loaded)} of ${megabytes(total)} MB …`);
    const begun = () => {
      this.say('Running …');
      clearTimeout(timer);
      timer = setTimeout(offerStop, 1500);
    };
    python.addEventListener('progress', loading);
    try {
      const asked = {setup: lecture.setup, records: records(), seconds: limit ?? null, ...question};
      const answer = await python.ask('run', asked, {within: (limit ?? SLOW) + PATIENCE, begun});
      remember(answer.records);
      this.say('');
      await use(answer);
    } catch (error) {
      this.output?.replaceChildren(); // of an earlier run
      this.say(error.late ? LATE : error.message);
    } finally {
      this.busy = false;
      clearTimeout(timer);
      stop.remove();
      python.removeEventListener('progress', loading);
    }
  }
}

// Return the elements that show what code showed.
export async function shown({outputs, error}) {
  const {html} = await loaded();
  const made = outputs.map(output => {
    if ('text' in output) return printed(output.text);
    if ('png' in output) {
      const {png, alt, width, height} = output;
      return element('div', {className: 'paper'}, element('img', {src: `data:image/png;base64,${png}`, alt, width, height}));
    }
    return element('div', {className: `note ${output.status.replaceAll(' ', '-')}`.trim(), innerHTML: html(output.markdown)});
  });
  return error ? [...made, printed(error, 'error')] : made;
}

export const printed = (text, more = '') =>
  element('div', {className: `output ${more}`.trim()}, element('div', {className: 'highlight'}, element('pre', {textContent: text})));

// Set the formulas, and let what is wide be scrolled by keyboard, too.
export async function settled(place) {
  const formulas = place.querySelectorAll('.math');
  if (formulas.length) await window.MathJax?.typesetPromise?.([...formulas]);
  for (const link of place.querySelectorAll('.math a')) link.removeAttribute('href'); // it could be a script
  window.tie?.(place);
  window.reachScrollers?.();
}
