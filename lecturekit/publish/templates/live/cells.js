// The code cells of a lecture: each runs after those that it needs, and can then be changed.
import {element} from './controls.js';
import {Code, button, lecture, row, settled, shown} from './running.js';

const SECONDS = 30; // for code of which some was changed
const cells = new Map(); // those that can run, by name

class Cell extends Code {
  constructor(place) {
    const name = place.dataset.cell;
    super(place, lecture.cells[name].code);
    this.name = name;
    this.first = button('Run', () => this.show());
    this.keys.prepend(this.first);
  }

  async show() {
    const {section, before} = lecture.cells[this.name];
    const first = before.map(name => [name, cells.get(name)?.text ?? lecture.cells[name].code]);
    const question = {name: this.name, code: this.text, section, before: first};
    const changed = [this, ...before.map(name => cells.get(name))].some(cell => cell && cell.text !== cell.original);
    await this.run(question, changed ? SECONDS : null, async answer => {
      this.output ??= document.querySelector(`[data-shown="${this.name}"]`) ?? this.#newOutput();
      this.stored ??= [...this.output.childNodes];
      this.output.replaceChildren(...await shown(answer));
      const fold = this.output.closest('details.answer');
      if (fold) fold.open = true;
      await settled(this.output);
      const opened = this.editor;
      if (await this.open({name: 'Code of the lecture', keys: 'Shift+Enter runs it.', run: () => this.show()}) && !opened)
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

document.querySelectorAll('[data-cell]').forEach(place => {
  const name = place.dataset.cell;
  if (lecture.cells[name].runs) cells.set(name, place.code = new Cell(place));
  else if (lecture.notebook)
    place.append(row(element('a', {href: lecture.notebook, textContent: 'Run it in the notebook'})).keys);
});
