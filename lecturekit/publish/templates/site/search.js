// Search by words over all lectures. A result leads to its place in the text, not to the top of
// a long page. The words are in words.js, as a script, since a page on a disk may not fetch data.

const EXCERPT = 180; // letters
const index = new MiniSearch({fields: ['section', 'text'], idField: 'place'});
index.addAll(PLACES);
const place = new Map(PLACES.map(entry => [entry.place, entry]));
const field = document.getElementById('search-words');
const list = document.getElementById('search-results');
const count = document.getElementById('search-count');

function excerpt(text, words) {
  const hit = new RegExp(words.map(word => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'gi');
  const at = Math.max(text.search(hit), 0);
  const from = at < 60 ? 0 : text.indexOf(' ', at - 60) + 1;
  const part = text.slice(from, from + EXCERPT).replace(/\S*$/, '');
  const line = document.createElement('p');
  line.append(from ? '… ' : '');
  let end = 0;
  for (const match of part.matchAll(hit)) {
    const mark = document.createElement('mark');
    mark.textContent = match[0];
    line.append(part.slice(end, match.index), mark);
    end = match.index + match[0].length;
  }
  line.append(part.slice(end), from + EXCERPT < text.length ? '…' : '');
  return line;
}

function show() {
  const asked = field.value.trim();
  const options = {prefix: true, fuzzy: 0.15, combineWith: 'AND', boost: {section: 3}};
  const found = asked ? index.search(asked, options) : [];
  list.replaceChildren(...found.map(({id, terms}) => {
    const {part, section, text} = place.get(id);
    const item = document.createElement('li'), link = document.createElement('a');
    link.href = id;
    link.textContent = section ? `${part} › ${section}` : part;
    item.append(link, excerpt(text, terms));
    return item;
  }));
  const places = found.length === 1 ? '1 place' : `${found.length} places`;
  count.textContent = !asked ? '' : found.length ? `${places}, the best first` : 'Nothing found. Try fewer words, or the beginning of one.';
}

document.querySelectorAll('input[name=q]').forEach(input => {
  input.value = new URLSearchParams(location.search).get('q') ?? '';
});
field.addEventListener('input', show);
field.closest('form').addEventListener('submit', event => { event.preventDefault(); show(); });
show();
