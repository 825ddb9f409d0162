"""What people say in six languages: lines with personal data, and lines that only look as if they had any."""

# ruff: noqa: RUF001  (characters of other scripts are what is tested)

from __future__ import annotations

MASKED: dict[str, list[tuple[str, str]]] = {
    "English": [
        ("Write to ann.lee+game@mail.example.co.uk, please.", "Write to [email], please."),
        ("it's o'neil_99@example.com!", "it's [email]!"),
        ("(201) 555-0123 or 201-555-0123", "[phone] or [phone]"),
        ("Call 1-800-555-0199 now", "Call [phone] now"),
        ("Call me at 5551234567 or 5557654321.", "Call me at [phone] or [phone]."),
        ("my cell: 555 1234", "my cell: [phone]"),
        ("+1 201.555.0123, ok", "[phone], ok"),
        ("UK: 020 7946 0958, +44 (0)20 7946 0958", "UK: [phone], [phone]"),
        ("join discord.gg/aBc123 or https://example.com/a?b=c#d.", "join [url] or [url]."),
        ("(see www.example.org/page_(1))", "(see [url])"),
        ("EXAMPLE.COM and twitch.tv/ann", "[url] and [url]"),
        ("https://ann:secret@host.example:8080/x", "[url]"),
        ("youtu.be/dQw4 and bit.ly/3x", "[url] and [url]"),
        ("my card is 4111 1111 1111 1111, 12/27", "my card is [card], 12/27"),
        ("5500-0000-0000-0004 / 340000000000009", "[card] / [card]"),
        ("3714 496353 98431", "[card]"),
        ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "[card]"),
        ("server 203.0.113.7:27015, 10.0.0.0/8", "server [ip], [ip]"),
        ("ping 2001:db8::8a2e:370:7334, fe80::1%eth0.", "ping [ip], [ip]."),
        ("IP:2001:db8::1", "IP:[ip]"),
        ("root@203.0.113.7 and a@b@c.example", "[email] and a@[email]"),
    ],
    "German": [
        ("Schreib an jürgen.groß@müller.example.", "Schreib an [email]."),
        ("Ruf an: 030 123456, 0151/23456789 oder (089) 1234-567", "Ruf an: [phone], [phone] oder [phone]"),
        ("+49 (0)30 123456, (+49) 30 123456, 0049 30 123456", "[phone], [phone], [phone]"),
        ("Tel.:+49-151-23456789", "Tel.:[phone]"),
        ("meine Handynummer ist 1512345678", "meine Handynummer ist [phone]"),
        ("Österreich: 0664 1234567, Schweiz: 044 668 18 00", "Österreich: [phone], Schweiz: [phone]"),
        ("auf beispiel.de/seite, bei müller.de!", "auf [url], bei [url]!"),
        ("Karte 4111111111111111", "Karte [card]"),
    ],
    "French": [
        ("Écris à zoé@exemple.fr, d'accord ?", "Écris à [email], d'accord ?"),
        ("le 06 12 34 56 78 ou le 06.12.34.56.78", "le [phone] ou le [phone]"),
        ("+33 6 12 34 56 78 / 0033612345678", "[phone] / [phone]"),
        ("mon téléphone c'est le 612345678", "mon téléphone c'est le [phone]"),
        ("appelle-moi au 01\u00a023\u00a045\u00a067\u00a089\u00a0!", "appelle-moi au [phone]\u00a0!"),
        ("« https://exemple.fr/page »", "« [url] »"),
        ("va sur exemple.fr", "va sur [url]"),
    ],
    "Spanish": [
        ("Escribe a peña@ejemplo.es", "Escribe a [email]"),
        ("al 612 34 56 78 o al 912 345 678", "al [phone] o al [phone]"),
        ("+34 612 345 678, 0034 912345678", "[phone], [phone]"),
        ("mi teléfono es 612345678", "mi teléfono es [phone]"),
        ("¿viste www.ejemplo.es?", "¿viste [url]?"),
        ("tarjeta: 4012-8888-8888-1881", "tarjeta: [card]"),
    ],
    "Japanese": [
        ("メールはfoo@example.comです。", "メールは[email]です。"),
        ("ｆｏｏ＠ｅｘａｍｐｌｅ．ｃｏｍに送って", "[email]に送って"),
        ("用户@例え.jpへ", "[email]へ"),
        ("電話は090-1234-5678です", "電話は[phone]です"),
        ("０３（１２３４）５６７８、０９０－１２３４－５６７８", "[phone]、[phone]"),
        ("携帯は5551234です", "携帯は[phone]です"),
        ("+81-90-1234-5678まで", "[phone]まで"),
        ("https://example.com/abcを見て", "[url]を見て"),
        ("「https://ja.example.org/wiki/日本」と検索", "「[url]」と検索"),
        ("サイトはexample.jpです", "サイトは[url]です"),
        ("カードは４１１１　１１１１　１１１１　１１１１です", "カードは[card]です"),
        ("サーバーは１９２．１６８．０．１です", "サーバーは[ip]です"),
    ],
    "Arabic": [
        ("راسلني على علي@مثال.السعودية من فضلك", "راسلني على [email] من فضلك"),
        ("بريدي ali@example.com، شكرا", "بريدي [email]، شكرا"),
        ("رقمي ٠٥٠ ١٢٣ ٤٥٦٧ شكرا", "رقمي [phone] شكرا"),
        ("رقمي 0501234567", "رقمي [phone]"),
        ("+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧ و ٠٠٢٠١٠٠١٢٣٤٥٦٧", "[phone] و [phone]"),
        ("اتصل بي على ٥٥١٢٣٤٥٦", "اتصل بي على [phone]"),
        ("\u200f+966\u200e 50 123 4567\u200f", "\u200f[phone]\u200f"),
        ("زوروا https://example.com/صفحة؟", "زوروا [url]؟"),
        ("الخادم ١٩٢.١٦٨.٠.١", "الخادم [ip]"),
    ],
    "other scripts": [
        ("मेरा नंबर +९१ ९८७६५ ४३२१० है", "मेरा नंबर [phone] है"),
        ("jose\u0301@example.com", "[email]"),
        ("почта анна@пример.рф", "почта [email]"),
        ("이메일은 foo@example.com으로", "이메일은 [email]으로"),
        ("http://xn--e1afmkfd.xn--p1ai или xn--e1afmkfd.xn--p1ai", "[url] или [url]"),
    ],
}

KEPT: dict[str, list[str]] = {
    "English": [
        "",
        "we won 3-2, then 21-19, 17-21, 15-13",
        "team 4, players 12, wave 100, level 99",
        "it was 2024-01-15 10:30:00, or 01/15/2024 at 5:45 pm",
        "2026-05-01T18:00:00.250Z",
        "from 1999 to 2024, 24/7, 9 to 5",
        "pi is 3.14159265358979, and 0.123456789",
        "$1,234,567.89, 1 000 000 XP, +1000000000 gold, +25000000",
        "it costs $555 123 4567",
        "version 1.2.3.4, v10.0.19045.3803, build 203.0.113.7",
        "1.2.3 and 1.2.3.4.5 and 256.1.1.1",
        "order 1234567890, id 550e8400-e29b-41d4-a716-446655440000",
        "1714586400000 ms, 1714586400 s",
        "sess_0123456789, abc0301234567, 0301234567abc",
        "4111 1111 1111 1112 has a wrong check digit",
        "call 911, room 101, PIN 0000",
        "ISBN 978-3-16-148410-0, EAN 4006381333931",
        "1920x1080 at 144.0 Hz, 16:9",
        "std::vector, a::b, 12:30:45",
        "e.g. this, i.e. that, U.S. at 5 p.m. ...",
        "read node.js and main.py, README.md. So it.is",
        "@ann look, 5 @ 3 each, a@b, me@localhost",
        "and/or, http://, https:// and www.",
        "ping ::, then 1::2::3",
        "write to ann at example dot com",
        "0 1 2 3 4 5 6 7 8 9 10",
        "48 8566, 2 2939 lat/long 48.85660, 2.35222",
    ],
    "German": [
        "am 15.01.2024 um 10:30 Uhr, 01.02.2024 15:30",
        "Platz 1, 3,5 Sterne, 1.234.567,89 €",
        "Es kostet 612 345 678 €",
        "z.B. so, d.h. nicht. Version 1.2.3.4 vom 3.4.2024",
        "Das war gut.De rien",
        "Spieler 12 von 100 im Raum 0815",
    ],
    "French": [
        "le 15/01/2024 à 10h30, le 15.01.2024",
        "3,5 sur 5, 1 234 567,89 €, 12 %",
        "p. ex. ici, c'est-à-dire 2 ou 3",
        "les numéros 5 12 18 22 30 41",
    ],
    "Spanish": [
        "el 15-01-2024 a las 10:30, versión 1.2.3.4",
        "ganamos 3 a 2, 747 000 000 puntos, 1.234.567,89 €",
        "en el año 2024, p. ej. hoy",
    ],
    "Japanese": [
        "2024年1月15日10時30分、3対2で勝ち",
        "２０２４／０１／１５　１０：３０",
        "バージョン1.2.3.4、1,234,567円、3.5点",
        "レベル99、１２３４５６点",
    ],
    "Arabic": ["في ١٥/٠١/٢٠٢٤ الساعة ١٠:٣٠", "فزنا ٣-٢، ١٬٢٣٤٬٥٦٧٫٨٩ ريال", "الإصدار 1.2.3.4، المستوى ٩٩"],
}

EXAMPLES = """\
+49 30 123456, +49 1512 3456789, 030 123456, 01512 3456789; +43 664 123456, 0664 123456; +41 21 234 56 78, 021 234 56 78;
+33 1 23 45 67 89, 01 23 45 67 89, 06 12 34 56 78; +32 470 12 34 56, 0470 12 34 56; +34 810 12 34 56, 612 34 56 78;
+52 200 123 4567; +1 201-555-0123, (201) 555-0123; +44 121 234 5678, 0121 234 5678, 07400 123456, 0800 123 4567;
+81 3-1234-5678, 03-1234-5678, 090-1234-5678, 0120-123-456; +966 11 234 5678, 011 234 5678, 051 234 5678;
+20 2 34567890, 02 34567890, 0100 123 4567; +971 2 234 5678, 02 234 5678, 050 123 4567; +212 520-123456, 0520-123456;
+213 12 34 56 78, 0551 23 45 67; +962 7 9012 3456, 07 9012 3456; +964 1 234 5678, 0791 234 5678; +216 20 123 456;
+974 3312 3456; +965 500 12345; +961 71 123 456"""
"""Fixed and mobile numbers of the countries as libphonenumber's metadata has them for examples."""
