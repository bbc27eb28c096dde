/** The version of this package. Written here as well as in package.json, since a browser does not have that (a test holds them equal). */
export const version = "0.1.0";
