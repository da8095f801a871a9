package practice

import "strings"

// givenNames and familyNames are common in England and Wales; no pair of them
// means anyone.
var givenNames = strings.Fields(`
Abigail Ada Adele Agnes Aisha Alana Alexandra Alice Alison Amanda Amber Amelia Amina Amy Angela Anita Anna Annie
Ayesha Barbara Beatrice Becky Bernadette Beth Bianca Bridget Candice Carla Carly Carmen Carol Caroline Catherine
Charlene Charlotte Chloe Christina Claire Clara Colette Daisy Danielle Dawn Deborah Denise Diana Donna Eileen Elaine
Eleanor Ella Emily Emma Erin Esther Eva Faith Farah Fatima Faye Fiona Frances Gemma Georgia Gina Grace Hannah Harriet
Hayley Heather Helen Holly Imani Irene Jade Jasmine Jean Jenna Jessica Joanna Jodie Josephine Joy Julia Karen Kate
Kathleen Keeley Kirsty Laura Leah Leanne Lesley Lily Linda Lorraine Louise Lucy Lydia Maria Marie Martha Maureen
Megan Melissa Mia Michelle Molly Nadia Naomi Natalie Natasha Nicola Nina Olivia Paula Rachel Rebecca Rosa Ruth Sadie
Samantha Sarah Shannon Sharon Sian Sophie Stacey Susan Tamara Tanya Tara Teresa Tracy Vanessa Vicky Wendy Yasmin Zoe`)

var familyNames = strings.Fields(`
Adams Ahmed Akhtar Ali Allen Anderson Andrews Armstrong Atkinson Bailey Baker Ball Barker Barnes Barrett Begum Bell
Bennett Berry Booth Bradley Brooks Brown Burton Butler Campbell Carr Carter Chambers Chapman Clark Clarke Cole Collins
Cook Cooper Cox Cunningham Davies Davis Dawson Dean Dixon Douglas Edwards Elliott Ellis Evans Farrell Fisher Fletcher
Ford Foster Fox Francis Fraser Gardner George Gibson Gordon Graham Grant Gray Green Griffiths Hall Hamilton Harper
Harris Harrison Hart Harvey Hawkins Hayes Henderson Hill Holmes Hughes Hunt Hunter Hussain Jackson James Jenkins
Johnson Johnston Jones Jordan Kaur Kelly Kennedy Khan King Knight Lane Lawrence Lawson Lee Lewis Lloyd Marshall Martin
Mason Matthews Mcdonald Miller Mills Mitchell Moore Morgan Morris Murphy Murray Newman Nicholson Oliver Owen Palmer
Parker Patel Payne Pearson Perry Phillips Poole Porter Powell Price Reid Reynolds Richards Riley Roberts Robertson
Robinson Rogers Rose Ross Russell Ryan Saunders Scott Shaw Simpson Singh Smith Spencer Stevens Stewart Sutton Taylor
Thomas Thompson Turner Walker Walsh Ward Watson Webb West White Wilkinson Williams Wilson Wood Wright Young`)

// The names of a woman who asked for a Polish interpreter.
var (
	givenNamesPolish  = []string{"Agnieszka", "Ewa", "Magda"}
	familyNamesPolish = []string{"Kowalska", "Nowak", "Wojcik"}
)
