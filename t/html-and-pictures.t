#!/bin/sh
# The pictures of terminals, and the HTML of manuals and guides.
. t/lib/tap.sh
T=$(mktemp -d) || exit 1
trap 'rm -rf "$T"' EXIT

printf '$ x\n\033[32mup\033[m  a<b & \033[1;31mc\033[0m\n\n' > "$T/screen"
perl contrib/doc/svg < "$T/screen" > "$T/a.svg"
is 'a picture begins and ends as SVG' "$(sed -n '1s/ .*//p; $p' "$T/a.svg" | paste -sd' ')" '<svg </svg>'
tr -d '\302' < "$T/a.svg" | tr '\240' _ > "$T/spaces"
has 'a picture keeps colours, spaces and marks' "$T/spaces" \
    '><tspan fill="#7ee787">up</tspan>__a&lt;b_&amp;_<tspan font-weight="bold" fill="#ff7b72">c</tspan></text>$'
is 'a picture has a line for each line, without empty ones at the end' "$(grep -c '<text' "$T/a.svg")" 2
perl contrib/doc/svg < "$T/screen" | cmp -s - "$T/a.svg"
is 'the same screen makes the same picture' $? 0
for picture in $(sed -n 's/.*!\[.*\](\(.*\)).*/\1/p' README.md); do
	is "a picture of README.md is one that svg makes: $picture" \
	    "$(sed -n '1s/ .*//p; $p' "$picture" | paste -sd' ')" '<svg </svg>'
done

for tool in mandoc lowdown; do
	command -v $tool > /dev/null || {
		skip 'make html' "no $tool"
		finish
		exit
	}
done
O=$T/html-build sh contrib/doc/html > "$T/out" 2>&1
is 'make html names the first page' "$(cat "$T/out")" "$T/html-build/html/index.html"
cd "$T/html-build/html" || exit 1
is 'each manual and guide is a page' "$(find . -name '*.html' | wc -l)" \
    "$(cd "$OLDPWD" && ls man/*.[1-8] README.md contrib/README.md contrib/doc/*.md contrib/*/README.md | wc -l)"
# Each link to a file, and to a place in a page.
cat > "$T/links" <<'END'
use strict;
use warnings;
use File::Basename;
my %page;
for my $file (split /\n/, qx(find . -name '*.html')) {
	open my $in, '<', $file or die;
	local $/;
	$page{$file} = <$in>;
}
for my $file (sort keys %page) {
	for ($page{$file} =~ /(?:href|src)="([^"]*)"/g) {
		next if /^https?:/;
		my ($path, $place) = /^([^#]*)#?(.*)/;
		my $to = $path eq '' ? $file : dirname($file) . "/$path";
		1 while $to =~ s{[^/.][^/]*/\.\./}{};
		$to =~ s{/\./}{/}g;
		print "$file: no $_\n" if !-e $to || ($place ne '' &&
		    ($page{$to} // '') !~ /\bid="\Q$place\E"/);
	}
}
END
is 'each link leads to a file, or to a place in a page' "$(perl "$T/links")" ''
lacks 'a guide has no ^C as a superscript' index.html '<sup>'
is 'each page has the list of pages once' "$(grep -c '^<nav>' index.html man/sshp.1.html | paste -sd' ')" 'index.html:1 man/sshp.1.html:1'
finish
