// Package justice holds the verbs of the police after a referral: what became of
// the women their force sent, and what they decide about a condition.
//
// It shows attendance, condition and dates, and never a need, a note, a plan or
// why support ended. It says nothing of a woman who came by herself, and never
// calls a date passed that the caution does not carry. Source: 004:181, 411; 000:260.
package justice
