// Package cli wires the house together: one file per subcommand, and one struct
// that is flags, environment and help.
//
// Standard output carries data, standard error carries messages. It never
// decides anything a verb of casework decides, and no other package imports it
// but the command itself.
package cli
