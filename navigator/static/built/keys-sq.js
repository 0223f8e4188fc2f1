(()=>{var s=(e,t)=>({default:t,shift:t.map(o=>o.toLocaleUpperCase(e))});window.kioskKeys={sign:"Shqip",layout:s("sq",["q w e r t z u i o p ç","a s d f g h j k l ë","y x c v b n m"])};})();
