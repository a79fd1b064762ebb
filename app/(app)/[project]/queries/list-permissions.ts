export interface ListPermissions {
  queue: boolean;
  tag: boolean;
  delete: boolean;
  export: boolean;
}
