// Exercises that answer, and code cells that run, in the page.
import {element} from './controls.js';
import {forget, keep, keeps, kept, records, remember, unfolded} from './kept.js';
import {FROM_DISK, nearby, python} from './python.js';

const source = document.querySelector('.lecture-code');
const lecture = source && JSON.parse(source.textContent);
// Seconds: for an attempt, for a cell that was changed, and how much longer the page waits for code
// that does not end by itself, such as a call into NumPy that never returns.
const ATTEMPT = 5, CHANGED = 30, PATIENCE = 5;
const SLOW = 300; // a cell of the lecture ends by itself, on a slow machine after a while
const KEYS = 'Tab indents; press Escape, then Tab, to leave the editor.';
const LATE = 'Python did not come to an end, so it was ended and is starting again. The rest of the page goes on.';
let count = 0;

const button = (text, press) => {
  const made = element('button', {type: 'button', textContent: text});
  made.addEventListener('click', press);
  return made;
};

// An editor in place of code on the page, with a row of buttons and a line that says what happens.
class Code {
  constructor(place, text) {
    this.place = place;
    this.text = this.original = text;
    this.static = place.firstElementChild;
    this.state = element('span', {className: 'state'});
    this.state.setAttribute('role', 'status');
    this.keys = element('div', {className: 'keys'});
    place.append(this.keys);
  }

  // Show the editor, which is loaded when it is first needed.
  async open({label, run}) {
    if (this.editor) return true;
    this.say('The editor is loading …');
    try {
      if (location.protocol === 'file:') throw new Error(FROM_DISK);
      tools ??= import(nearby('editor.js'));
      const {edit} = await tools;
      if (this.editor) return true;
      const box = element('div', {className: 'editor highlight'}), help = element('p', {className: 'help', textContent: `${label.keys} ${KEYS}`, id: `keys-${++count}`});
      this.static.replaceWith(box);
      this.editor = edit(box, {
        text: this.text, label: label.name, describedBy: help.id, run,
        changed: text => { this.text = text; this.changed?.(); },
      });
      box.append(help);
      this.say('');
      return true;
    } catch (error) {
      tools = undefined;
      this.say(error.message);
      return false;
    }
  }

  say(text) {
    this.state.textContent = text;
  }

  // Ask Python to run the code, and hand its answer on.
  async run(question, limit, use) {
    if (this.busy) return;
    this.busy = true;
    this.say('Python is starting …');
    const stop = button('Stop', () => python.stop());
    const loading = ({detail: {what, loaded, total}}) => this.say(`${what}: ${megabytes(loaded)} of ${megabytes(total)} MB …`);
    const begun = () => {
      this.say('Running …');
      setTimeout(() => this.busy && this.keys.insertBefore(stop, this.state), 1500);
    };
    python.addEventListener('progress', loading);
    try {
      const asked = {setup: lecture.setup, records: records(), seconds: limit ?? null, ...question};
      const answer = await python.ask('run', asked, {within: (limit ?? SLOW) + PATIENCE, begun});
      remember(answer.records);
      this.say('');
      await use(answer);
    } catch (error) {
      this.say(error.late ? LATE : error.message);
    } finally {
      this.busy = false;
      stop.remove();
      python.removeEventListener('progress', loading);
    }
  }
}

let tools; // promise of editor.js
const megabytes = bytes => (bytes / 1e6).toFixed(1);

// ---- exercises

class Attempt extends Code {
  constructor(section) {
    const name = section.dataset.exercise, {starter} = lecture.exercises[name];
    super(section.querySelector('.attempt'), starter);
    Object.assign(this, {section, name});
    this.title = section.querySelector('strong')?.textContent ?? 'Exercise';
    this.said = element('div', {className: 'said'});
    this.said.setAttribute('aria-live', 'polite');
    this.place.append(this.said);
    this.start = button('Write your answer here', () => this.write());
    this.keys.append(this.start, this.state);
    section.querySelectorAll(':scope > details').forEach((fold, k, all) => fold.addEventListener('toggle', () => {
      if (fold.open) unfolded(name, k, all.length - 1);
    }));
    if (kept(name)) near.observe(section);
  }

  async write(focus = true) {
    const before = kept(this.name);
    this.text = before?.text ?? this.original;
    const label = {name: `Your answer: ${this.title}`, keys: 'Shift+Enter checks.'};
    if (!await this.open({label, run: () => this.check()})) return;
    this.start.remove();
    this.keys.prepend(button('Check', () => this.check()), button('Start again', () => this.again()));
    if (before && before.starter !== this.original)
      this.say('The first lines of this exercise have changed since you wrote this; “Start again” shows the new ones.');
    if (!focus) return;
    this.editor.focus();
    python.start();
  }

  changed() {
    keep(this.name, this.text === this.original ? null : {starter: this.original, text: this.text});
  }

  again() {
    this.editor.write(this.original);
    this.said.replaceChildren();
    this.say('');
    this.editor.focus();
  }

  async check() {
    const {check} = lecture.exercises[this.name];
    this.said.replaceChildren();
    await this.run({name: this.name, code: this.text, check}, ATTEMPT, async answer => {
      this.said.replaceChildren(...await shown(answer));
      await settled(this.said);
    });
  }
}

// ---- the cells of the lecture

class Cell extends Code {
  constructor(place) {
    const name = place.dataset.cell, cell = lecture.cells[name];
    super(place, cell.code);
    Object.assign(this, {name, cell});
    this.first = button('Run', () => this.show());
    this.keys.append(this.first, this.state);
  }

  async show() {
    const {section, before} = this.cell;
    const question = {name: this.name, code: this.text, section, before: before.map(name => [name, texts.get(name)?.text ?? lecture.cells[name].code])};
    await this.run(question, this.text === this.original ? null : CHANGED, async answer => {
      this.output ??= document.querySelector(`[data-shown="${this.name}"]`) ?? this.#newOutput();
      this.stored ??= [...this.output.childNodes];
      this.output.replaceChildren(...await shown(answer));
      const fold = this.output.closest('details.answer');
      if (fold) fold.open = true;
      await settled(this.output);
      const label = {name: 'Code of the lecture', keys: 'Shift+Enter runs it.'};
      if (!this.editor && await this.open({label, run: () => this.show()}))
        this.first.after(button('Reset', () => this.reset()));
      this.say(answer.error ? 'It stopped with an error.' : this.output.hasChildNodes() ? 'Done.' : 'Done; it shows nothing.');
    });
  }

  reset() {
    this.editor.write(this.original);
    this.output.replaceChildren(...this.stored);
    this.say('');
  }

  #newOutput() {
    const output = element('div');
    this.place.after(output);
    return output;
  }
}

const texts = new Map(); // the cells that can run, by name

// ---- what code showed

async function shown({outputs, error}) {
  tools ??= import(nearby('editor.js'));
  const {html} = await tools;
  const made = outputs.map(output => {
    if ('text' in output) return printed(output.text);
    if ('png' in output) {
      const {png, alt, width, height} = output;
      return element('div', {className: 'paper'}, element('img', {src: `data:image/png;base64,${png}`, alt, width, height}));
    }
    return element('div', {className: `note ${output.status.replaceAll(' ', '-')}`, innerHTML: html(output.markdown)});
  });
  return error ? [...made, printed(error, 'error')] : made;
}

const printed = (text, more = '') =>
  element('div', {className: `output ${more}`}, element('div', {className: 'highlight'}, element('pre', {textContent: text})));

// Set the formulas, and let what is wide be scrolled by keyboard, too.
async function settled(place) {
  const formulas = place.querySelectorAll('.math');
  if (formulas.length) await window.MathJax?.typesetPromise?.([...formulas]);
  window.tie?.(place);
  window.reachScrollers?.();
}

// ---- progress

function followProgress(place) {
  const table = element('div'), state = element('span', {className: 'state'});
  state.setAttribute('role', 'status');
  const ask = async use => {
    state.textContent = 'Python is starting …';
    try {
      const answer = await python.ask('progress', {part: Number(place.dataset.part), records: records()});
      state.textContent = keeps() ? '' : 'This browser keeps nothing from this page, so a reload forgets it.';
      await use(answer);
    } catch (error) {
      state.textContent = error.message;
    }
  };
  const show = () => ask(async ({markdown}) => {
    table.replaceChildren(...await shown({outputs: [{markdown, status: ''}]}));
    for (const rows of table.querySelectorAll('table')) {
      rows.className = 'docutils';
      const box = element('div', {className: 'table-wrapper'});
      rows.replaceWith(box);
      box.append(rows);
    }
    await settled(table);
  });
  const copy = () => ask(async ({json}) => {
    table.replaceChildren(printed(json));
    await settled(table);
    const copied = await navigator.clipboard?.writeText(json).then(() => true, () => false);
    state.textContent = copied ? 'All four parts are copied, as one line of text.' : 'All four parts as one line of text, to copy:';
  });
  const clear = () => {
    if (!confirm('Forget all answers and the progress in all four parts?')) return;
    forget();
    location.reload();
  };
  place.append(
    element('p', {}, element('strong', {textContent: 'Your exercises so far.'}), ' This browser keeps your answers, and counts tries, hints and solutions.'),
    element('div', {className: 'keys'}, button('Show', show), button('Copy for an instructor', copy), button('Forget all', clear), state),
    table);
}

// ---- the page

const near = new IntersectionObserver(seen => seen.forEach(({isIntersecting, target}) => {
  if (!isIntersecting) return;
  near.unobserve(target);
  target.attempt.write(false);
}), {rootMargin: '800px'});

if (lecture) {
  document.querySelectorAll('[data-exercise]').forEach(section => {
    section.attempt = new Attempt(section);
  });
  document.querySelectorAll('[data-cell]').forEach(place => {
    const name = place.dataset.cell;
    if (lecture.cells[name].runs) texts.set(name, place.code = new Cell(place));
    else if (lecture.notebook)
      place.append(element('div', {className: 'keys'}, element('a', {href: lecture.notebook, textContent: 'Run it in the notebook'})));
  });
  document.querySelectorAll('.progress').forEach(followProgress);
}
