// Exercises: an editor that begins with the starter code, a check, and an answer that is kept.
import {element} from './controls.js';
import {keep, kept, unfolded} from './kept.js';
import {python} from './python.js';
import {Code, button, lecture, settled, shown} from './running.js';

const SECONDS = 5; // for the code of an attempt, and again for each call of the check

class Attempt extends Code {
  constructor(section) {
    const name = section.dataset.exercise;
    super(section.querySelector('.attempt'), lecture.exercises[name].starter);
    Object.assign(this, {section, name});
    this.title = section.querySelector('strong')?.textContent ?? 'Exercise';
    this.said = element('div', {className: 'said'});
    this.said.setAttribute('aria-live', 'polite');
    this.place.append(this.said);
    this.start = button('Write your answer here', () => this.write());
    this.keys.prepend(this.start);
    section.querySelectorAll(':scope > details').forEach((fold, k, all) => fold.addEventListener('toggle', () => {
      if (fold.open) unfolded(name, k, all.length - 1);
    }));
    if (kept(name)) near.observe(section);
  }

  async write(focus = true) {
    if (this.opening) return;
    this.opening = true;
    const before = kept(this.name);
    this.text = before?.text ?? this.original;
    const open = await this.open({name: `Your answer: ${this.title}`, keys: 'Shift+Enter checks.', run: () => this.check()});
    this.opening = open;
    if (!open) return;
    this.start.replaceWith(button('Check', () => this.check()), button('Start again', () => this.again()));
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
    await this.run({name: this.name, code: this.text, check}, SECONDS, async answer => {
      this.said.replaceChildren(...await shown(answer));
      await settled(this.said);
    });
  }
}

// Answers that were kept are shown as soon as their exercise comes near.
const near = new IntersectionObserver(seen => seen.forEach(({isIntersecting, target}) => {
  if (!isIntersecting) return;
  near.unobserve(target);
  target.attempt.write(false);
}), {rootMargin: '800px'});

document.querySelectorAll('[data-exercise]').forEach(section => {
  section.attempt = new Attempt(section);
});
