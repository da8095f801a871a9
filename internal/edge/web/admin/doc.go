// Package admin holds the pages of the person who looks after accounts and the
// installation.
//
// It never shows anything of a woman, nor how many there are: an administrator
// holds no class of her record.
package admin
