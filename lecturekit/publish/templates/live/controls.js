// The controls of a live figure as native inputs. Values are numbers: for a choice, its place.

export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

export class Control {
  // `moved` is called after the reader or Play has moved it; it may return a promise of the picture.
  constructor(spec, id, moved) {
    this.spec = spec;
    this.moved = moved;
    this.input = spec.kind === 'menu'
      ? element('select', {id}, ...spec.words.map((words, place) => new Option(words, place)))
      : element('input', {id, type: 'range', min: spec.low ?? 0, step: spec.step ?? 1});
    this.input.title = spec.tip || spec.label;
    this.input.addEventListener('input', () => { this.tell(); moved(); });
    this.output = element('output');
    this.output.setAttribute('for', id);
    this.box = element('div', {className: `control ${spec.kind}`, title: spec.tip},
      element('label', {htmlFor: id, textContent: spec.label}));
    if (spec.kind !== 'menu') this.box.append(this.output);
    if (spec.kind === 'steps') this.addPlay();
    this.box.append(this.input);
    this.reset();
    // A number that grows longer moves nothing.
    const widest = spec.words ?? [this.spell(spec.low), this.spell(spec.high)];
    this.output.style.minWidth = `${Math.max(...widest.map(words => words.length))}ch`;
  }

  addPlay() {
    this.play = element('button', {type: 'button', className: 'play'});
    this.back = element('button', {type: 'button', textContent: 'Back to start'});
    this.play.onclick = () => (this.playing ? this.stop() : this.start());
    this.back.onclick = () => { this.stop(); this.number = this.spec.low; this.moved(); };
    this.box.append(this.play, this.back);
    this.stop();
  }

  get number() {
    return Number(this.input.value);
  }

  set number(value) {
    this.input.value = value;
    this.tell();
  }

  // The end of the steps may depend on the other controls.
  set high(value) {
    this.input.max = value;
    this.tell();
  }

  set disabled(yes) {
    for (const one of this.box.querySelectorAll('input, select, button')) one.disabled = yes;
  }

  spell(number) {
    return this.spec.words?.[number] ?? number.toFixed(this.spec.digits ?? 0).replace('-', '−');
  }

  // The number that is written so.
  read(words) {
    return this.spec.words ? this.spec.words.indexOf(words) : Number(words.replace('−', '-'));
  }

  tell() {
    if (this.spec.kind === 'menu') return;
    this.output.value = this.spell(this.number);
    this.input.setAttribute('aria-valuetext', this.output.value);
  }

  reset() {
    this.stop();
    if (this.input.type === 'range') this.input.max = this.spec.high ?? this.spec.words.length - 1;
    this.number = this.spec.start;
  }

  stop() {
    this.playing = null;
    if (this.play) this.play.textContent = '▶\ufe0e Play';
  }

  // Each step waits for the picture of the one before.
  async start() {
    const run = (this.playing = {});
    this.play.textContent = '❚❚ Pause';
    if (this.number >= this.input.max) {
      this.number = this.spec.low;
      await this.moved();
    }
    for (;;) {
      await pause(this.spec.interval);
      if (this.playing !== run) return;
      this.number += this.spec.stride;
      await this.moved();
      if (this.playing === run && this.number >= this.input.max) this.stop();
    }
  }
}
