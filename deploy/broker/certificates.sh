#!/bin/sh
# Make the broker's certificate: ./certificates.sh HOST [FOLDER]. HOST is the name or address that stands in the venues'
# mqtts://HOST. ca.crt goes to every venue; ca.key stays where nobody else reads it: whoever has it can pretend to be the broker.
set -eu
host=$1; folder=${2:-certs}
case $host in *[!0-9.]*) name="DNS:$host" ;; *) name="IP:$host" ;; esac
umask 077
mkdir -p "$folder"; cd "$folder"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj "/CN=ICT club broker" \
  -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign" -keyout ca.key -out ca.crt
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$host" -keyout server.key -out server.csr
printf 'subjectAltName=%s\nauthorityKeyIdentifier=keyid\n' "$name" > server.ext
openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 1825 -extfile server.ext -out server.crt
rm server.csr server.ext
chmod 644 ca.crt server.crt
