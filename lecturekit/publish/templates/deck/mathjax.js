// Formulas are set slide by slide, by deck.js; none of it loads anything.
window.MathJax = {
  startup: {typeset: false},
  tex: {
    inlineMath: [['$', '$'], ['\\(', '\\)']],
    displayMath: [['$$', '$$'], ['\\[', '\\]']],
    processEscapes: true,
  },
  svg: {fontCache: 'local', scale: 0.86},  // the speaker's window shows copies: each must carry its letters
  options: {enableMenu: false},
};
