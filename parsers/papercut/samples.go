// SPDX-License-Identifier: Apache-2.0

package papercut

import (
	"dossier/event"
	"dossier/parsers"
)

const sampleHead = banner + " - http://www.papercut.com/\r\n" + englishHeader + "\r\n"

var samples = []parsers.Sample{
	{
		Name: "daily file",
		Text: sampleHead +
			"2024-05-13 18:02:11,mweber,12,2,SALES-1,\"Customer list May.xlsx\",PC-114,A4,PCL6,297mm,210mm,DUPLEX,GRAYSCALE,562kb,\r\n" +
			"2024-05-13 18:04:40,PRN01$,1,1,SALES-1,\"Test Page\",[2001:db8::16],,PDF,,,NOT DUPLEX,NOT GRAYSCALE,0kb,\r\n" +
			"2024-05-13 18:09:02,guest,3,1,SALES-2,\"a, b, \"c\", d\",192.0.2.7,A4,XPS,,,NOT DUPLEX,NOT GRAYSCALE,90kb,\r\n",
		Events: 3,
		Kinds:  []event.Kind{event.PrintJob, event.PrintJob, event.PrintJob},
	},
	{
		Name: "header of a Spanish server, Windows-1252",
		Text: banner + " - http://www.papercut.com/\r\n" +
			"Hora,Usuario,P\xe1ginas,Copias,Impresora,Nombre Documento,Cliente,Formato Papel,Idioma,Altura,Anchura,Frente/reverso,Escala de grises,Formato\r\n" +
			"2024-05-13 09:00:00,jnunez,1,1,Caf\xe9,\"Informe a\xf1o.docx\",PC-2,A4,PCL5,,,NOT DUPLEX,GRAYSCALE,16kb,\r\n",
		Events: 1,
	},
	{
		Name: "torn, ragged and foreign lines",
		Text: sampleHead +
			"sometime,mweber,2,1,SALES-1,\"Undated\",PC-114,A4,PCL6,,,DUPLEX,GRAYSCALE,5kb,\r\n" +
			"2024-05-13 18:02:11,mweber,2,1,SALES-1,\"Odd paper\",PC-114,Custom (8,5 x 11),PCL6,,,DUPLEX,GRAYSCALE,5kb,\r\n" +
			"2024-05-13 18:02:12,mweber,2,1,SALES-1,\"Never closed,PC-114,A4,PCL6,,,DUPLEX,GRAYSCALE,5kb,\r\n" +
			"2024-05-13 18:02:13,mweber,2,1,SALES-1,\"Two\r\nlines\",PC-114,A4,PCL6,,,DUPLEX,GRAYSCALE,5kb,\r\n" +
			"Server restarted\r\n" +
			"2024-05-13 18:02:14,mweber,2,1,SALES-1,\"Sho",
		Events: 3, Rejects: 3,
	},
	{
		Name:    "another product's print CSV",
		Text:    "Date,User,Charged To,Printer,Pages,Cost,Document\r\n2024-05-13,mweber,mweber,SALES-1,3,0.30,x\r\n",
		Foreign: true,
	},
	{
		Name:    "CUPS page log",
		Text:    "office mweber 41 [13/May/2024:18:02:11 +0200] total 3 - 192.0.2.7 list.pdf - -\n",
		Foreign: true,
	},
	{Name: "empty file", Text: "", Foreign: true},
}
