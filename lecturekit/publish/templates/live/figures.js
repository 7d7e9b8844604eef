// Live figures: a film gets all controls of its figure as soon as Python runs in the page.
// Until then, and wherever Python cannot run, it stays the film that it is.
import {letDrag} from '../../../explore/page/drag.js';
import {Control, element} from './controls.js';
import {rememberLive, wasLive} from './kept.js';
import {python} from './python.js';

const REST = 350; // milliseconds without a change until the picture is drawn again, sharp
const MOVING = 100, SHARPEST = 200; // pixels per inch while a control moves, and the most at rest

class Figure {
  state = 'film'; // then 'waiting', with all its controls, and 'live'
  near = false; // close enough to the window to be made ready
  used = false; // by the reader: only then does it speak to a screen reader
  notes = []; // sentences that say that one control moves

  constructor(film, place) {
    this.film = film;
    this.name = film.dataset.figure;
    this.player = film.querySelector('.lecture-frames');
    this.addOffer();
    this.addCanvas();
    this.addControls(place);
  }

  addOffer() {
    const button = element('button', {type: 'button', textContent: 'Make this figure live'});
    button.onclick = () => makeLive(this);
    this.told = element('span', {textContent: 'Python is loaded into this page (up to 14 MB, once); then all controls move.'});
    this.told.setAttribute('role', 'status');
    this.offer = element('p', {className: 'offer'}, button, this.told);
    this.film.append(this.offer);
  }

  addCanvas() {
    const picture = this.player.querySelector('img');
    this.canvas = element('canvas');
    this.canvas.setAttribute('role', 'img');
    this.inches = Number(picture.getAttribute('width')) / 100;
    this.canvas.style.width = `${100 * this.inches}px`;
  }

  addControls(place) {
    this.controls = JSON.parse(this.film.dataset.controls)
      .map((spec, i) => new Control(spec, `control-${place}-${i}`, () => this.moved()));
    const reset = element('button', {type: 'button', textContent: '↺ Reset'});
    reset.title = 'Move all controls back to where they started';
    reset.onclick = () => {
      for (const control of this.controls) control.reset();
      this.moved();
    };
    this.line = element('span', {className: 'state'});
    this.spoken = element('span', {className: 'unseen'});
    this.spoken.setAttribute('role', 'status');
    const last = element('div', {className: 'last'}, reset, this.line, this.spoken);
    this.panel = element('div', {className: 'controls'}, ...this.controls.map(({box}) => box), last);
    this.panel.setAttribute('role', 'group');
    this.panel.setAttribute('aria-label', 'Controls');
    this.film.append(this.panel);
    this.enter('film');
  }

  moved() {
    this.used = true;
    return this.show();
  }

  // In 'waiting' the film goes on, moved by its control among all the others.
  enter(state) {
    this.state = state;
    this.film.classList.toggle('led', state !== 'film');
    this.offer.hidden = state !== 'film';
    this.panel.hidden = state === 'film';
    for (const control of this.controls) control.disabled = state !== 'live' && control !== this.filmed;
    for (const note of this.notes) {
      note.dataset.film ??= note.innerHTML;
      note.innerHTML = state === 'live' ? note.dataset.live : note.dataset.film;
    }
  }

  wait() {
    if (this.state !== 'film') return;
    const play = this.player.querySelector('button'), labels = JSON.parse(this.player.dataset.labels);
    if (this.player.timer) play.click();
    this.slider = this.player.querySelector('input');
    this.filmed = this.controls.find(({spec}) => labels[0].startsWith(`${spec.label}: `));
    this.frames = labels.map(label => this.filmed.read(label.slice(this.filmed.spec.label.length + 2)));
    this.filmed.number = this.frames[this.slider.value];
    this.enter('waiting');
    watching.observe(this.film);
  }

  leave(sentence) {
    if (this.state !== 'waiting') return;
    watching.unobserve(this.film);
    for (const control of this.controls) control.reset();
    const focused = this.panel.contains(document.activeElement);
    this.enter('film');
    if (focused) this.offer.querySelector('button').focus({preventScroll: true});
    if (sentence) this.told.textContent = sentence;
  }

  async prepare() {
    this.say('Getting this figure ready …');
    let first;
    try {
      first = await this.ask();
    } catch (error) {
      this.leave(`This figure stays a film: ${error.message}`);
      return;
    }
    watching.unobserve(this.film);
    this.enter('live');
    this.paint(first); // as sharp as one that moves; at rest it becomes sharper
    this.letDrag(first.grips);
    this.say('', 'The figure is live: all controls move.');
    await this.show(true);
  }

  letDrag(grips) {
    if (!Object.keys(grips).length) return;
    const find = name => this.controls.find(({spec}) => spec.name === name);
    letDrag(this.canvas, grips, {
      read: name => find(name).number,
      move: (name, number) => {
        const {input} = find(name), {value} = input;
        input.value = number;
        if (input.value !== value) input.dispatchEvent(new Event('input', {bubbles: true}));
      },
      focus: name => find(name).input.focus({preventScroll: true}),
    });
  }

  say(line, spoken = line) {
    this.line.textContent = line;
    this.spoken.textContent = this.used ? spoken : '';
  }

  // Show the picture of the controls' values, or the film's frame nearest to them. Only the newest
  // values are drawn, one picture at a time. Returns a promise of the picture.
  show(fine = false) {
    if (this.state !== 'live') return this.showFrame();
    clearTimeout(this.resting);
    if (this.drawing) {
      this.next ??= this.drawing.then(() => {
        this.next = null;
        return this.show();
      });
      return this.next;
    }
    this.drawing = this.draw(fine).finally(() => { this.drawing = null; });
    return this.drawing;
  }

  // At rest, as many pixels as the screen has there, so that it blurs none.
  get dpi() {
    const shown = this.canvas.isConnected ? this.canvas : this.film.querySelector('img:not([aria-hidden=true])');
    const across = Math.round(shown.getBoundingClientRect().width * devicePixelRatio);
    return across ? Math.min((across + 0.01) / this.inches, SHARPEST) : MOVING; // it may be folded away
  }

  showFrame() {
    const away = this.frames.map(number => Math.abs(number - this.filmed.number));
    this.slider.value = away.indexOf(Math.min(...away));
    this.slider.dispatchEvent(new Event('input', {bubbles: true}));
  }

  async draw(fine) {
    try {
      this.paint(await this.ask(fine));
    } catch (error) {
      this.say(error.message);
      return;
    }
    if (!fine && !this.next) this.resting = setTimeout(() => this.show(true), REST);
  }

  // Ask Python about this figure; again, if it was restarted meanwhile.
  async ask(fine = false) {
    const {dpi} = this;
    const payload = {figure: this.name, fine, dpi: fine || dpi < 1.25 * MOVING ? dpi : MOVING};
    payload.values = Object.fromEntries(this.controls.map(({spec, number}) => [spec.name, number]));
    const {generation} = python;
    try {
      return await python.ask('draw', payload);
    } catch (error) {
      if (generation === python.generation) throw error;
      return this.ask(fine);
    }
  }

  paint({picture, size: [width, height], limits, alt}) {
    if (this.canvas.width !== width) {
      Object.assign(this.canvas, {width, height});
      this.canvas.style.aspectRatio = `${width} / ${height}`;
    }
    this.canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(picture), width), 0, 0);
    if (!this.canvas.isConnected) this.player.querySelector('section').append(this.canvas);
    for (const control of this.controls) if (control.spec.name in limits) control.high = limits[control.spec.name];
    this.line.textContent = '';
    if (!alt) return;
    this.canvas.setAttribute('aria-label', alt);
    const playing = this.controls.some(control => control.playing);
    this.say('', playing ? '' : alt);
  }
}

const figures = [], byFilm = new Map();

const watching = new IntersectionObserver(seen => {
  for (const {target, isIntersecting} of seen) byFilm.get(target).near = isIntersecting;
  prepareNearest();
}, {rootMargin: '75% 0px'});

let preparing = false;
async function prepareNearest() {
  if (preparing) return;
  preparing = true;
  const away = ({film}) => {
    const {top, bottom} = film.getBoundingClientRect();
    return Math.abs(top + bottom - innerHeight);
  };
  const nearest = () => figures.filter(({state, near}) => state === 'waiting' && near)
    .sort((one, other) => away(one) - away(other))[0];
  for (let next; (next = nearest());) await next.prepare();
  preparing = false;
}

// All films of the page get their controls at once, so that nothing moves later, and the one whose
// button was pressed stays where it is in the window.
function makeLive(figure) {
  rememberLive(true);
  const {top} = figure.film.getBoundingClientRect();
  for (const each of figures) each.wait();
  scrollBy({top: figure.film.getBoundingClientRect().top - top, behavior: 'instant'});
  figure.filmed.input.focus({preventScroll: true});
  figure.near = figure.used = true;
  prepareNearest();
}

function tell(line, spoken) {
  for (const figure of figures) if (figure.state === 'waiting') figure.say(line(figure), spoken);
}

python.addEventListener('progress', ({detail: {what, loaded, total}}) => {
  const [now, all] = [loaded, total].map(bytes => (bytes / 1e6).toFixed(1));
  tell(({filmed}) => (loaded < total
    ? `Loading ${what}: ${now} of ${all} MB. Until then, “${filmed.spec.label}” moves.`
    : 'Python is starting …'), 'Python is loading.');
});
python.addEventListener('ready', () => tell(() => 'Getting ready …'));
python.addEventListener('restarted', () => {
  for (const figure of figures) if (figure.drawing) figure.say('Python is starting again …');
});
python.addEventListener('failed', () => {
  rememberLive(false);
  // The one that was asked for learns why when its question is answered.
  setTimeout(() => figures.forEach(figure => figure.leave()));
});

let notes = [];
for (const found of document.querySelectorAll('.one-moves, .film[data-figure]')) {
  if (found.matches('.film')) {
    const figure = Object.assign(new Figure(found, figures.length), {notes});
    figures.push(figure);
    byFilm.set(found, figure);
    notes = [];
  } else {
    (found.closest('figure') ? figures.at(-1).notes : notes).push(found);
  }
}
if (wasLive()) figures.forEach(figure => figure.wait());
