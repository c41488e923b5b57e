'use strict';
const { a: { b } } = require('@twilio/flex-ui');
module.exports = { b, ...require('./c') };
exports.x = async () => { await import(`./${b}`); };
var f = function g() { return g; }, re = /[/]\//giu; if (a) b; else c
++d
<!-- html comment
/* @type {import('x').Y} */
#!not
