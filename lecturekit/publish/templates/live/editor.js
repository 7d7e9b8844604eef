// Editors, and Markdown as HTML: loaded only when the first editor opens.
import {defaultKeymap, history, historyKeymap, indentWithTab} from '@codemirror/commands';
import {python, pythonLanguage} from '@codemirror/lang-python';
import {bracketMatching, indentOnInput, indentUnit, syntaxHighlighting} from '@codemirror/language';
import {EditorState} from '@codemirror/state';
import {EditorView, keymap, lineNumbers} from '@codemirror/view';
import {highlightCode, tagHighlighter, tags} from '@lezer/highlight';
import {tex} from '@mdit/plugin-tex';
import MarkdownIt from 'markdown-it';

// The classes of Pygments, which the page's own code has: one look, in the light and in the dark.
const pygments = tagHighlighter([
  {tag: tags.comment, class: 'c1'},
  {tag: [tags.keyword, tags.self], class: 'k'},
  {tag: tags.operatorKeyword, class: 'ow'},
  {tag: [tags.operator, tags.derefOperator], class: 'o'},
  {tag: [tags.bool, tags.null], class: 'kc'},
  {tag: tags.number, class: 'mi'},
  {tag: tags.string, class: 's2'},
  {tag: tags.special(tags.string), class: 'si'},
  {tag: tags.function(tags.definition(tags.variableName)), class: 'nf'},
  {tag: tags.definition(tags.className), class: 'nc'},
  {tag: tags.meta, class: 'nd'},
]);

// Open an editor in an element. Tab indents; after Escape it leaves, so that no keyboard is trapped.
export function edit(place, {text, label, describedBy, changed, run}) {
  const again = () => { run(); return true; };
  const leave = view => { view.setTabFocusMode(true); return true; };
  const view = new EditorView({
    parent: place,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(), history(), indentOnInput(), bracketMatching(), indentUnit.of('    '), python(),
        syntaxHighlighting(pygments),
        keymap.of([
          {key: 'Mod-Enter', run: again}, {key: 'Shift-Enter', run: again}, {key: 'Escape', run: leave},
          indentWithTab, ...historyKeymap, ...defaultKeymap,
        ]),
        EditorView.contentAttributes.of({'aria-label': label, 'aria-describedby': describedBy, tabindex: '0'}),
        EditorView.updateListener.of(update => {
          if (update.docChanged || update.focusChanged) view.setTabFocusMode(false);
          if (update.docChanged) changed(view.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    write: new_text => view.dispatch({changes: {from: 0, to: view.state.doc.length, insert: new_text}}),
    focus: () => view.focus(),
  };
}

const markdown = new MarkdownIt({html: false, highlight: (source, language) => language === 'python' ? coloured(source) : ''})
  .use(tex, {render: (source, display) => display
    ? `<div class="math">\\[${markdown.utils.escapeHtml(source)}\\]</div>`
    : `<span class="math">\\(${markdown.utils.escapeHtml(source)}\\)</span>`})
  .disable('image'); // what code shows must not fetch anything

// Markdown as HTML. It may come from a reader's code: tags in it are shown as they are written.
export const html = source => markdown.render(source);

function coloured(source) {
  let made = '';
  const escape = markdown.utils.escapeHtml;
  highlightCode(source, pythonLanguage.parser.parse(source), pygments,
    (text, name) => { made += name ? `<span class="${name}">${escape(text)}</span>` : escape(text); },
    () => { made += '\n'; });
  return `<pre class="highlight">${made}</pre>`;
}
