// The address of the worker's file, as the build names it.
declare const url: string;
export default url;
