// The server's API as the pages use it.
export * from './items';
export * from './meta';
export * from './request';
