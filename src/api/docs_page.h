#pragma once
// The page that shows the OpenAPI document; it needs nothing but the document.

#include <string_view>

namespace zhiheng::api {

inline constexpr std::string_view docs_page = R"html(<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>质衡 API</title><link rel="icon" href="/mark.svg">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body{font:15px/1.6 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;color:#1d2733;max-width:70rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:1px solid #d5dbe3}
details{border:1px solid #e1e6ec;border-radius:6px;margin:.4rem 0;padding:.4rem .8rem}summary{cursor:pointer}
b{display:inline-block;min-width:4.5rem;font:600 12px ui-monospace,monospace}code,pre{font:13px ui-monospace,monospace}code,td{overflow-wrap:anywhere}
pre{background:#f5f7fa;padding:.6rem;overflow:auto}table{border-collapse:collapse}td{padding:.15rem .8rem .15rem 0;vertical-align:top}
input{font:inherit;padding:.35rem .6rem;width:20rem;max-width:100%}
</style></head><body><h1>质衡 API</h1>
<p><a href="/api/openapi.json">openapi.json</a> · OpenAPI 3.1</p>
<input id="find" placeholder="查找路径 / find a path" aria-label="find"><main id="main"></main>
<script src="/api/docs.js"></script></body></html>
)html";

inline constexpr std::string_view docs_script = R"js(
const main = document.getElementById('main');
const make = (tag, text, parent) => { const e = document.createElement(tag); if (text) e.textContent = text; parent.append(e); return e; };
fetch('/api/openapi.json').then(r => r.json()).then(api => {
  const groups = new Map();
  for (const [path, methods] of Object.entries(api.paths))
    for (const [method, op] of Object.entries(methods)) {
      const tag = op.tags[0];
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push([path, method, op]);
    }
  for (const [tag, ops] of groups) {
    make('h2', tag, main);
    for (const [path, method, op] of ops) {
      const box = make('details', '', main); box.dataset.path = path;
      const head = make('summary', '', box); make('b', method.toUpperCase(), head); make('code', path, head);
      make('p', op.summary, box);
      const table = make('table', '', box);
      for (const p of op.parameters) { const row = make('tr', '', table); make('td', p.name, row); make('td', p.in, row); make('td', p.description || '', row); }
      if (op.requestBody) { make('p', 'body', box); make('pre', JSON.stringify(op.requestBody.content, null, 1), box); }
    }
  }
  make('h2', 'schemas', main);
  for (const [name, schema] of Object.entries(api.components.schemas)) { const box = make('details', '', main); box.dataset.path = name; make('summary', name, box); make('pre', JSON.stringify(schema, null, 1), box); }
});
document.getElementById('find').addEventListener('input', e => {
  for (const box of main.querySelectorAll('details')) box.hidden = !box.dataset.path.includes(e.target.value);
});
)js";

}  // namespace zhiheng::api
