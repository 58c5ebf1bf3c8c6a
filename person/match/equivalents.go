package match

import (
	"strconv"
	"strings"
	"sync"
)

// CommonEquivalents is the table that [People] goes by unless [Equivalents] gives
// another: Arabic and Bengali names and titles in Latin script, as registers of
// South Asia, the Middle East and East Africa write them. It is small on purpose:
// a country adds its own to it. Each call returns a copy.
func CommonEquivalents() [][]string {
	out := make([][]string, len(commonNames))
	for i, group := range commonNames {
		out[i] = strings.Fields(group)
	}
	return out
}

// commonNames are words without case and diacritics.
var commonNames = [...]string{
	"mohammad md mohd mohammed mohamed mohamad mohammod mohammud mohamud muhammad muhammed muhamad muhamed muhammod mahammad mahomed mohomed mehmed",
	"mosammat mst most mosammot mossammat mosamat mosammad musammat musammot musamat",
	"ahmad ahmed ahamed ahammed ahamad ahmod ahmud",
	"ali aly",
	"hussain hussein husain husein hossain hossein hosain hosein hossen hosen hussin",
	"hassan hasan hasson hason",
	"rahman rahaman rehman rohman rahmaan",
	"rahim raheem rohim", "karim kareem korim kerim", "salim saleem selim", "kabir kabeer kobir", "jamil jameel gamil",
	"abdul abdel abdal abdool abdoul", "abdullah abdulla abdallah abdalla",
	"yusuf yousuf yousef youssef yusef yusof yousif usuf",
	"ibrahim ebrahim ibraheem ibrahem",
	"usman osman uthman othman usmaan", "umar omar omer umer",
	"nur noor nour nore", "uddin uddeen oddin udin eddin eddine",
	"fatima fatema fatimah fatemah fathima fatma fatuma",
	"aisha ayesha aysha aicha ayisha aishah aesha",
	"khadija khadijah khadiza khadeeja khatija kadija hadija",
	"begum begam begom", "khatun khatoon khatoun khatum", "akter akhter akhtar aktar akther", "khanam khanom khanum",
	"sheikh shaikh sheik shaik shekh sk", "syed sayed sayyid sayyed saiyed", "mia miah mian miya meah",
	"chowdhury choudhury chowdhuri chaudhary chaudhuri chaudhry choudhary chowdhry",
}

var commonEquivalents = sync.OnceValue(func() map[string]string { return equivalentsOf(CommonEquivalents()) })

// equivalentsOf is for each word, folded as names are, the first of its group.
func equivalentsOf(groups [][]string) map[string]string {
	f := newFolder(nil, false)
	table := map[string]string{}
	for i, group := range groups {
		for _, text := range group {
			for _, w := range f.wordsOf(text) {
				if key := string(w.loose); table[key] == "" {
					table[key] = strconv.Itoa(i)
				}
			}
		}
	}
	return table
}
