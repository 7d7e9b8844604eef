// The script of every page of the site: what can come alive on it.
import './python.js';
import './figures.js';
import './attempts.js';
import './cells.js';
import './progress.js';
