import express, { type RequestHandler } from 'express';
import { builtAssets } from '../packageFolder.js';

const YEAR = 31_536_000;

/** Built files: those with a hash in their name never change, the others are asked for again each day. */
export const serveAssets = (): RequestHandler =>
  express.static(builtAssets, {
    index: false,
    redirect: false,
    dotfiles: 'ignore',
    etag: true,
    setHeaders: (response, path) => {
      const hashed = /\.[0-9a-f]{12}\.(css|js)$/.test(path);
      response.setHeader('Cache-Control', hashed ? `public, max-age=${YEAR}, immutable` : 'public, max-age=86400');
    },
  });
