// The address of a picture, as the build names it.
declare module '*.webp' {
  const url: string;
  export default url;
}
