// Builds sunlot-verifier.html: node build.mjs [OUTPUT]. Two bundles (worker and page) are linked from the
// ES modules in src/ and vendor/ and put into src/page.html. The same sources give the same bytes.
// A bundler would be a dependency larger than all of this; the linker knows only the forms of import and
// export that stand in these sources and stops at any other.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TOP = dirname(fileURLToPath(import.meta.url));
const VENDOR = [['@noble/curves/', 'vendor/noble-curves/'], ['@noble/hashes/', 'vendor/noble-hashes/']];
const IMPORT = /^import\s+([^'";]*?)\s*from\s+['"]([^'"]+)['"];?[ \t]*$/gm;
const REEXPORT = /^export\s+\{([^}]*)\}\s+from\s+['"]([^'"]+)['"];?[ \t]*$/gm;
const EXPORT_LIST = /^export\s+\{([^}]*)\};?[ \t]*$/gm;
const EXPORT_DECLARATION = /^export\s+((?:async\s+)?function\*?|const|let|class)\s+([A-Za-z_$][\w$]*)/gm;

function locate(specifier, from) {
  const vendor = VENDOR.find(([prefix]) => specifier.startsWith(prefix));
  if (vendor) return vendor[1] + specifier.slice(vendor[0].length);
  if (!specifier.startsWith('.')) throw new Error(`${from}: cannot find ${specifier}`);
  return join(dirname(from), specifier);
}

const pairs = (list) => list.split(',').map((item) => item.trim()).filter(Boolean).map((item) => item.split(/\s+as\s+/));

function importLine(clause, id) {
  const star = /^\*\s+as\s+(\w+)$/.exec(clause.trim());
  if (star) return `const ${star[1]} = __get(${JSON.stringify(id)});`;
  const names = /^\{([\s\S]*)\}$/.exec(clause.trim());
  if (!names) throw new Error(`unknown import: ${clause}`);
  return `const { ${pairs(names[1]).map(([from, to]) => (to ? `${from}: ${to}` : from)).join(', ')} } = __get(${JSON.stringify(id)});`;
}

// Without the lines that are nothing but comment: they are for readers of the sources.
function withoutComments(text) {
  return text.replace(/^[ \t]*\/\*(?:(?!\*\/)[\s\S])*\*\/[ \t]*\n/gm, '').replace(/^[ \t]*\/\/.*\n/gm, '');
}

function linkModule(id) {
  let text = withoutComments(readFileSync(join(TOP, id), 'utf8'));
  const needs = [];
  const exports = [];
  const need = (specifier) => {
    const target = locate(specifier, id);
    needs.push(target);
    return target;
  };
  text = text.replace(REEXPORT, (_, list, specifier) => {
    const target = need(specifier);
    exports.push(...pairs(list).map(([from, to]) => `${to ?? from}: __get(${JSON.stringify(target)}).${from}`));
    return '';
  });
  text = text.replace(IMPORT, (_, clause, specifier) => importLine(clause, need(specifier)));
  text = text.replace(EXPORT_LIST, (_, list) => {
    exports.push(...pairs(list).map(([from, to]) => (to ? `${to}: ${from}` : from)));
    return '';
  });
  text = text.replace(EXPORT_DECLARATION, (_, kind, name) => {
    exports.push(name);
    return `${kind} ${name}`;
  });
  if (/^(?:import|export)\b/m.test(text)) throw new Error(`${id}: a form of import or export that this linker does not know`);
  return { needs, code: `__set(${JSON.stringify(id)}, () => {\n${text}\nreturn { ${exports.join(', ')} };\n});` };
}

/** One script of a module and everything that it imports, what is needed first. */
function bundle(entry) {
  const done = new Map();
  const visit = (id, path) => {
    if (path.includes(id)) throw new Error(`a circle of imports: ${[...path, id].join(' → ')}`);
    if (done.has(id)) return;
    const linked = linkModule(id);
    linked.needs.forEach((target) => visit(target, [...path, id]));
    done.set(id, linked.code);
  };
  visit(entry, []);
  const head = "'use strict';\nconst __modules = new Map();\nconst __get = (id) => __modules.get(id);\nconst __set = (id, make) => __modules.set(id, make());";
  return [head, ...done.values()].join('\n');
}

const licences = VENDOR.map(([name, folder]) => `${name.slice(0, -1)}\n${readFileSync(join(TOP, folder, 'LICENSE'), 'utf8')}`).join('\n');
const sha256 = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

function checkVendor() {
  const { files } = JSON.parse(readFileSync(join(TOP, 'vendor/sources.json'), 'utf8'));
  for (const [name, wanted] of Object.entries(files)) {
    const found = createHash('sha256').update(readFileSync(join(TOP, 'vendor', name))).digest('hex');
    if (found !== wanted) throw new Error(`vendor/${name} has been changed: ${found}`);
  }
}

/** The whole page. */
export function build() {
  checkVendor();
  const worker = bundle('src/worker.js');
  const page = bundle('src/page/page.js');
  const style = readFileSync(join(TOP, 'src/page/page.css'), 'utf8');
  for (const text of [worker, page]) if (/<\/script|<!--/i.test(text)) throw new Error('a script that would end itself');
  const policy = `default-src 'none'; script-src ${sha256(page)}; style-src ${sha256(style)}; worker-src blob:; connect-src http: https:; form-action 'none'; base-uri 'none'`;
  const parts = { policy, style, page, worker, licences };
  return readFileSync(join(TOP, 'src/page/page.html'), 'utf8').replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(process.argv[2] ?? join(TOP, 'sunlot-verifier.html'), build());
}
