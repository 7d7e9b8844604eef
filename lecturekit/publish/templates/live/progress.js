// The reader's progress: a table, and the same as a line of text for an instructor.
import {element} from './controls.js';
import {forget, keeps, records} from './kept.js';
import {python} from './python.js';
import {button, printed, row, settled, shown} from './running.js';

function followProgress(place) {
  const table = element('div');
  const ask = async use => {
    state.textContent = python.ready ? 'Waiting for Python …' : 'Python is starting …';
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
  const {keys, state} = row(button('Show', show), button('Copy for an instructor', copy), button('Forget all', clear));
  const title = element('strong', {textContent: 'Your exercises so far.'});
  place.append(element('p', {}, title, ' This browser keeps your answers, and counts tries, hints and solutions.'), keys, table);
}

document.querySelectorAll('.progress').forEach(followProgress);
