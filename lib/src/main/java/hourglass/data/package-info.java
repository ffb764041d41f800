/** Temporary stand-in. */
package hourglass.data;
