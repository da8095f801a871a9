package scheme

import "strings"

// forces are the police forces of England and Wales by the ONS code of their
// area, in which the exchange format and the rulebooks name them (ONS Open
// Geography Portal, Open Government Licence).
var forces = map[string]string{
	"metropolitan": "E23000001", "cumbria": "E23000002", "lancashire": "E23000003", "merseyside": "E23000004",
	"greater manchester": "E23000005", "cheshire": "E23000006", "northumbria": "E23000007", "durham": "E23000008",
	"north yorkshire": "E23000009", "west yorkshire": "E23000010", "south yorkshire": "E23000011", "humberside": "E23000012",
	"cleveland": "E23000013", "west midlands": "E23000014", "staffordshire": "E23000015", "west mercia": "E23000016",
	"warwickshire": "E23000017", "derbyshire": "E23000018", "nottinghamshire": "E23000019", "lincolnshire": "E23000020",
	"leicestershire": "E23000021", "northamptonshire": "E23000022", "cambridgeshire": "E23000023", "norfolk": "E23000024",
	"suffolk": "E23000025", "bedfordshire": "E23000026", "hertfordshire": "E23000027", "essex": "E23000028",
	"thames valley": "E23000029", "hampshire": "E23000030", "hampshire and isle of wight": "E23000030", "surrey": "E23000031", "kent": "E23000032",
	"sussex": "E23000033", "city of london": "E23000034", "devon and cornwall": "E23000035", "avon and somerset": "E23000036",
	"gloucestershire": "E23000037", "wiltshire": "E23000038", "dorset": "E23000039",
	"north wales": "W15000001", "gwent": "W15000002", "south wales": "W15000003", "dyfed-powys": "W15000004",
	"british transport": "BTP",
}

// ForceCode returns the code of a police force from its name, such as
// "Durham Constabulary"; a code is returned as it is, and "" where the name is
// of no force that is known.
func ForceCode(name string) string {
	plain := strings.ToLower(strings.TrimSpace(name))
	plain = strings.ReplaceAll(plain, "&", "and")
	for _, ending := range []string{" service", " police", " constabulary"} {
		plain = strings.TrimSuffix(plain, ending)
	}
	if code, known := forces[plain]; known {
		return code
	}
	for _, code := range forces {
		if strings.EqualFold(code, plain) {
			return code
		}
	}
	return ""
}
