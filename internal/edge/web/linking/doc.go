// Package linking is the pages on which a police feed without keys is linked: send
// it, choose a threshold, look at the pairs side by side, take the arrests that are
// hers, take one back, finish. It never links what nobody pressed a button for.
package linking
