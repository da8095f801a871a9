// Package exports holds the column maps of files that other bodies ask for in a
// form of their own. It never fills one in.
package exports

import _ "embed" // the maps are text

// JDL is the column map of the file for the Justice Data Lab.
//
//go:embed jdl.yaml
var JDL []byte
