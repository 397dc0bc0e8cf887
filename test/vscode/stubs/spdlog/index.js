// A log writer in plain JavaScript in place of the native one, so that installing needs no compiler.
const fs = require('node:fs');
const path = require('node:path');

const LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
const DEFAULT_LEVEL = LEVELS.indexOf('info');

class Logger {
  constructor(file) {
    this.file = file;
    this.level = DEFAULT_LEVEL;
    this.raw = false;
    LEVELS.forEach((name, level) => {
      this[name === 'warning' ? 'warn' : name] = (text) => this.write(level, text);
    });
  }

  write(level, text) {
    if (level < this.level) return;
    const line = this.raw ? text : `${new Date().toISOString()} [${LEVELS[level]}] ${text}\n`;
    fs.appendFileSync(this.file, line);
  }

  getLevel() {
    return this.level;
  }

  setLevel(level) {
    this.level = level;
  }

  clearFormatters() {
    this.raw = true;
  }

  setPattern() {}
  flush() {}
  drop() {}
}

async function create(_name, file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  return new Logger(file);
}

// One assignment each: VS Code imports this CommonJS file as an ES module, and only this form shows named exports.
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
