#!/bin/sh
# Registers the namespace, how long closed enquiries are kept in Temporal (the register keeps them for good), and the
# search attributes. Safe to run again.
set -eu
temporal operator namespace describe rollcall >/dev/null 2>&1 ||
  temporal operator namespace create --retention 720h rollcall
temporal operator namespace update --retention 720h rollcall
for attribute in Authority=Keyword CaseStatus=Keyword Pack=Keyword NextWake=Datetime; do
  temporal operator search-attribute create --namespace rollcall \
    --name "${attribute%=*}" --type "${attribute#*=}" || true
done
