// Converts an SCXML document into a definition of workflows/README.md, as far as that vocabulary goes: what needs an
// ECMAScript data model or something outside it throws OutOfScope with the reason.
import { DOMParser } from '@xmldom/xmldom';

export class OutOfScope extends Error {}

const STATES = ['state', 'parallel', 'final', 'history'];
const elements = (node) => [...node.childNodes].filter((child) => child.nodeType === 1);
const named = (node, name) => elements(node).filter((child) => child.localName === name);
const words = (text) => (text ?? '').trim().split(/\s+/).filter(Boolean);
const key = (id) => id.replaceAll('.', '_');

// SCXML's event descriptors match by words from the front: `a` and `a.*` take `a.b`.
const takes = (descriptor, event) => {
  const prefix = descriptor.replace(/\.?\*$/, '').replace(/\.$/, '');
  return prefix === '' || event === prefix || event.startsWith(`${prefix}.`);
};

function guardOf(text, pathOf) {
  const condition = text.trim();
  const all = condition.split('&&');
  if (all.length > 1) return { type: 'all', params: { of: all.map((part) => guardOf(part, pathOf)) } };
  const any = condition.split('||');
  if (any.length > 1) return { type: 'any', params: { of: any.map((part) => guardOf(part, pathOf)) } };
  const inside = /^(!?)\s*In\('([^']+)'\)$/.exec(condition);
  if (inside) {
    const guard = { type: 'in', params: { state: pathOf(inside[2]) } };
    return inside[1] ? { type: 'not', params: { of: guard } } : guard;
  }
  const equal = /^(\w+)\s*===?\s*(-?\d+)$/.exec(condition);
  if (equal) return { type: 'equals', params: { path: `/fields/${equal[1]}`, value: Number(equal[2]) } };
  throw new OutOfScope(`condition in ECMAScript: ${condition}`);
}

function actionOf(node) {
  const attribute = (name) => node.getAttribute(name);
  switch (node.localName) {
    case 'log': return { type: 'log', params: { message: attribute('expr') ?? '' } };
    case 'raise': return { type: 'raise', params: { event: attribute('event') } };
    case 'send': {
      const plain = [...node.attributes].every(({ name }) => name === 'event') && elements(node).length === 0;
      if (!plain) throw new OutOfScope('<send> with a delay, a target or content');
      return { type: 'raise', params: { event: attribute('event') } };
    }
    case 'assign': {
      const place = attribute('location');
      const expression = (attribute('expr') ?? '').trim();
      if (/^-?\d+$/.test(expression)) return { type: 'assign', params: { path: `/fields/${place}`, value: Number(expression) } };
      const sum = /^(\w+)\s*([+-])\s*(\d+)$/.exec(expression);
      if (sum?.[1] === place) return { type: 'add', params: { path: `/fields/${place}`, value: Number(sum[2] + sum[3]) } };
      throw new OutOfScope(`assignment in ECMAScript: ${place} = ${expression}`);
    }
    default: throw new OutOfScope(`<${node.localName}>`);
  }
}

class Conversion {
  constructor(root, events) {
    this.root = root;
    this.paths = new Map(); // id → path
    this.events = new Set(events);
    this.unnamed = 0;
    this.collect(root, []);
  }

  collect(node, path) {
    for (const child of elements(node)) {
      if (STATES.includes(child.localName)) {
        const id = child.getAttribute('id') || `unnamed-${++this.unnamed}`;
        child.setAttribute('id', id);
        const own = [...path, key(id)];
        this.paths.set(id, own.join('.'));
        this.collect(child, own);
      } else if (child.localName !== 'transition') {
        this.collect(child, path);
      }
      for (const sent of [child, ...elements(child)].filter(({ localName }) => localName === 'raise' || localName === 'send')) {
        if (sent.getAttribute('event')) this.events.add(sent.getAttribute('event'));
      }
    }
    for (const transition of named(node, 'transition')) {
      for (const descriptor of words(transition.getAttribute('event'))) {
        if (descriptor.startsWith('done.state.')) this.events.add(descriptor);
      }
    }
  }

  pathOf(id) {
    if (!this.paths.has(id)) throw new OutOfScope(`no state ${id}`);
    return this.paths.get(id);
  }

  target(id) { return `#m.${this.pathOf(id)}`; }

  // Internal are only transitions of a compound state to states inside it (SCXML 3.13).
  isInternal(node, targets) {
    const source = node.parentNode;
    if (node.getAttribute('type') !== 'internal' || source.localName !== 'state') return false;
    const own = `${this.pathOf(source.getAttribute('id'))}.`;
    return targets.every((id) => this.pathOf(id).startsWith(own));
  }

  transition(node) {
    const result = {};
    const targets = words(node.getAttribute('target'));
    if (targets.length > 0) {
      result.target = targets.map((id) => this.target(id));
      if (!this.isInternal(node, targets)) result.reenter = true;
    }
    if (node.getAttribute('cond')) result.guard = guardOf(node.getAttribute('cond'), (id) => this.pathOf(id));
    const actions = elements(node).map(actionOf);
    if (actions.length > 0) result.actions = actions;
    return result;
  }

  state(node) {
    const result = {};
    const children = elements(node).filter(({ localName }) => STATES.includes(localName));
    if (node.localName === 'parallel') result.type = 'parallel';
    if (node.localName === 'final') result.type = 'final';
    if (node.localName === 'history') {
      result.type = 'history';
      result.history = node.getAttribute('type') === 'deep' ? 'deep' : 'shallow';
      const [initial] = named(node, 'transition');
      // A default is looked for beside the history state.
      if (initial) result.target = words(initial.getAttribute('target')).map((id) => this.target(id));
      return result;
    }
    if (children.length > 0) result.states = Object.fromEntries(children.map((child) => [key(child.getAttribute('id')), this.state(child)]));
    if (children.length > 0 && node.localName !== 'parallel') result.initial = this.initial(node, children);
    for (const [tag, member] of [['onentry', 'entry'], ['onexit', 'exit']]) {
      const actions = named(node, tag).flatMap((block) => elements(block).map(actionOf));
      if (actions.length > 0) result[member] = actions;
    }
    this.behave(node, result);
    return result;
  }

  initial(node, children) {
    const [element] = named(node, 'initial');
    if (element && elements(named(element, 'transition')[0]).length > 0) throw new OutOfScope('<initial> with actions');
    const ids = words(element ? named(element, 'transition')[0].getAttribute('target') : node.getAttribute('initial'));
    if (ids.length === 0) return key(children.find(({ localName }) => localName !== 'history').getAttribute('id'));
    const child = children.find((each) => each.getAttribute('id') === ids[0]);
    if (ids.length > 1 || !child) throw new OutOfScope('an initial state that is no child');
    return key(ids[0]);
  }

  // Each event of the case gets its own descriptor, so that transitions are tried in document order as SCXML has it.
  behave(node, result) {
    const transitions = named(node, 'transition').map((each) => ({ given: words(each.getAttribute('event')), made: this.transition(each) }));
    const always = transitions.filter(({ given }) => given.length === 0).map(({ made }) => made);
    if (always.length > 0) result.always = always;
    for (const event of this.events) {
      const taken = transitions.filter(({ given }) => given.some((descriptor) => takes(descriptor, event))).map(({ made }) => made);
      if (taken.length === 0) continue;
      const done = /^done\.state\.(.+)$/.exec(event);
      result.on ??= {};
      result.on[done ? `xstate.done.state.m.${this.pathOf(done[1])}` : event] = taken;
    }
  }

  fields() {
    const fields = {};
    for (const data of named(this.root, 'datamodel').flatMap((model) => named(model, 'data'))) {
      const expression = (data.getAttribute('expr') ?? '').trim();
      if (!/^-?\d+$/.test(expression)) throw new OutOfScope(`data in ECMAScript: ${expression || data.textContent.trim()}`);
      fields[data.getAttribute('id')] = Number(expression);
    }
    return fields;
  }
}

// {definition, fields}: the machine and what its fields are at the start. `events`: the names that the case sends.
export function convert(xml, events) {
  const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement;
  const count = (name) => root.getElementsByTagName(name).length;
  if (named(root, 'script').length > 0) throw new OutOfScope('<script>');
  if (count('invoke') > 0) throw new OutOfScope('<invoke>');
  if (count('datamodel') > named(root, 'datamodel').length) throw new OutOfScope('data of a state');
  if (count('raise') > 0 && count('send') > 0) throw new OutOfScope('<send> waits behind <raise>; here there is one queue');
  if ([...root.getElementsByTagName('transition')].some((node) => /\berror\b/.test(node.getAttribute('event') ?? ''))) throw new OutOfScope('errors as events');
  const conversion = new Conversion(root, events);
  const machine = { ...conversion.state(root), id: 'm' };
  return { fields: conversion.fields(), definition: { format: 'yellowsea.workflow/1', id: 'scxml', version: 1, machine } };
}
