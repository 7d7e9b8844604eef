// What the browser keeps of its reader: answers to exercises as they were left, and their records.

const PREFIX = 'neural-networks: ';
let works = true; // a browser may refuse to keep anything
const here = new Map(); // then it is kept as long as the page is open

export const keeps = () => works;

export function kept(name) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name) ?? here.get(name) ?? 'null');
  } catch {
    return null;
  }
}

export function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    works = false;
    if (value === null) here.delete(name);
    else here.set(name, JSON.stringify(value));
  }
}

export function forget() {
  here.clear();
  if (!works) return;
  for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name);
}

// Records of exercises by name; lecturekit/exercises/exercise.py says what is in one.
export const records = () => kept('records') ?? {};
export const remember = changed => keep('records', {...records(), ...changed});

// Hints and solutions that are opened count as they do in a notebook.
export function unfolded(exercise, place, hints) {
  const record = records()[exercise] ?? {};
  if (place < hints) record.hints = Math.max(record.hints ?? 0, place + 1);
  else record.solution ??= record.done ? 'after' : 'before';
  remember({[exercise]: record});
}
