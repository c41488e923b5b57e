const a = <T>(;
class { 
  '
`${`${
