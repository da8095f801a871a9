// Package need holds the nine pathways a woman's needs are recorded under, the
// tier that their number gives, what each tier was designed to offer, and the
// 0 to 4 rating she and her worker give.
//
// It never decides what a woman may have: a tier's limits are shown beside what
// happened and stop nothing.
package need
