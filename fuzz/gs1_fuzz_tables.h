#pragma once
// Identifiers of every shape, for fuzzing without a folder of tables.

#include <cstdlib>

#include "code/application_identifier.h"

inline void must(bool kept) {
  if (!kept) std::abort();
}

inline const zhiheng::code::Gs1Tables& gs1_fuzz_tables() {
  using namespace zhiheng;
  using namespace zhiheng::code;
  static const Gs1Tables tables = [] {
    constexpr std::string_view rows =
        "ai\tflags\tformat\trequires\texcludes\tlink\tolder_key\ttitle\tname_zh\tvalid_from\t"
        "valid_to\tstatus\n"
        "00\t*?\tN18,csum,gcppos2\t\t\t=\t\tSSCC\t\t\t\tverified\n"
        "01\t*?\tN14,csum,gcppos2\t\t255,37\t22,10,21|235\t\tGTIN\t\t\t\tverified\n"
        "10\t?\tX..20\t01,8006\t\t-\t\tLOT\t\t\t\tverified\n"
        "17\t*?\tN6,yymmd0\t01\t\t-\t\tEXPIRY\t\t\t\tverified\n"
        "21\t\tX..20\t01,8006\t235\t-\t\tSERIAL\t\t\t\tverified\n"
        "22\t\tX..20\t01\t\t-\t\tCPV\t\t\t\tverified\n"
        "235\t\tX..28\t01\t\t-\t\tTPX\t\t\t\tverified\n"
        "253\t?\tN13,csum,gcppos1 [X..17]\t\t\t=\t\tGDTI\t\t\t\tverified\n"
        "3100-3105\t*?\tN6\t01\t310n\t-\t\tWEIGHT\t\t\t\tverified\n"
        "37\t?\tN..8\t00\t\t-\t\tCOUNT\t\t\t\tverified\n"
        "414\t*?\tN13,csum,gcppos1\t\t\t254|7040\t\tLOC\t\t\t\tverified\n"
        "254\t\tX..20\t414\t\t-\t\tEXT\t\t\t\tverified\n"
        "423\t?\tN3 [N3] [N3] [N3] [N3]\t01\t\t-\t\tCOUNTRY\t\t\t\tverified\n"
        "4309\t?\tN10,latitude N10,longitude\t00\t\t-\t\tGEO\t\t\t\tverified\n"
        "7007\t?\tN6,yymmdd [N6],yymmdd\t01\t\t-\t\tHARVEST\t\t\t\tverified\n"
        "7040\t\tN1 X1 X1 X1,importeridx\t\t\t-\t\tUIC\t\t\t\tverified\n"
        "8003\t?\tN1,zero N13,csum,gcppos1 [X..16]\t\t\t=\t\tGRAI\t\t\t\tverified\n"
        "8006\t?\tN14,csum,gcppos2 N4,pieceoftotal\t\t01,37\t22,10,21\t\tITIP\t\t\t\tverified\n"
        "8010\t?\tY..30,gcppos1\t\t\t8011\t\tCPID\t\t\t\tverified\n"
        "8011\t\tN..12,nozeroprefix\t8010\t\t-\t\tSERIAL\t\t\t\tverified\n"
        "8030\t?\tZ..90\t00,253\t\t-\t\tSIGNATURE\t\t\t\tverified\n"
        "8110\t?\tX..70,couponcode\t\t\t-\t\tCOUPON\t\t\t\tverified\n"
        "91-99\t?\tX..90\t\t\t-\t\tINTERNAL\t\t\t\tverified\n";
    Gs1Tables read;
    read.identifiers =
        ApplicationIdentifiers::read(rows, "fuzz.tsv", make_date(2026, 1, 1)).value();
    return read;
  }();
  return tables;
}
