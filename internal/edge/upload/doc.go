// Package upload tells what a file is by its content and makes of it what may be
// kept: pictures are drawn anew, a Word document loses what says who made it, text
// becomes UTF-8, a PDF stays as it came.
//
// It never goes by the name of a file or by what a browser calls it, never opens an
// address that a file names, and never keeps a file that it cannot tell.
package upload
