// The editor of exercises and cells; python.js's `nearby('editor.js')` is its address.
export function edit(place, text) {
  const area = document.createElement('textarea');
  area.value = text;
  place.append(area);
  return {text: () => area.value};
}
